/** One import from its columns to its end; what it may show depends on where the server says that it stands. */
import { CloudOff, FileSpreadsheet, Info, TriangleAlert } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { SaveMark } from "@/components/desk/SaveMark.tsx";
import { CheckStep } from "@/components/records/import/CheckStep.tsx";
import { ColumnsStep } from "@/components/records/import/ColumnsStep.tsx";
import { DoneStep } from "@/components/records/import/DoneStep.tsx";
import { type OnMade, withMade } from "@/components/records/import/make.ts";
import { OptionsStep } from "@/components/records/import/OptionsStep.tsx";
import { RunStep } from "@/components/records/import/RunStep.tsx";
import { Steps } from "@/components/records/import/Steps.tsx";
import type { Step, WizardSetup } from "@/components/records/import/types.ts";
import { useImport } from "@/components/records/import/useImport.ts";
import { isOpen, sizeText, stepOf, stepsOf, TONES } from "@/components/records/import/words.ts";
import { dateTimeOf } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export default function ImportWizard(props: { setup: WizardSetup }) {
  const t = useT();
  const [setup, setSetup] = useState(props.setup);
  const im = useImport(setup.first);
  const { it } = im;
  const [wanted, setWanted] = useState<Step>(stepOf(setup.first.state));
  const [matching, setMatching] = useState<number | null>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const open = stepsOf(it, setup.mine);
  const step = open.includes(wanted) ? wanted : open[0];
  // A check or a run that begins or ends takes the page along.
  const before = useRef(it.state);
  useEffect(() => {
    const was = before.current;
    before.current = it.state;
    if (was !== it.state && !(isOpen(was) && isOpen(it.state))) setWanted(stepOf(it.state));
    // A check that was stopped ends where it began.
    if (was === "checking" && it.state === "uploaded") setWanted("check");
  }, [it.state]);

  const go = (to: Step) => {
    if (to !== "columns") setMatching(null);
    im.forget();
    setWanted(to);
    scrollTo({ top: 0 });
  };
  const made: OnMade = (things, pipeline) => setSetup((now) => withMade(now, things, { pipeline }));
  const check = async () => {
    go("check");
    if (it.state === "uploaded") await im.act("check");
  };
  return (
    <div class="im" data-ready={ready || undefined} data-state-of={it.state} data-step={step}>
      <div class="im-file">
        <FileSpreadsheet size={18} aria-hidden="true" />
        <b class="clip" title={it.fileName}>{it.fileName}</b>
        <span class="quiet small-text">
          {sizeText(it.size, setup.zone.locale)} · {it.user.name} · {dateTimeOf(Date.parse(it.createdAt), setup.zone)}
        </span>
        <span class="badge" data-tone={TONES[it.state]}>{t(`import_pages.state.${it.state}`)}</span>
        {isOpen(it.state) && <SaveMark state={im.save} />}
      </div>
      <Steps now={step} open={open} onGo={go} />
      {!setup.mine && (
        <p class="note-box">
          <Info size={16} aria-hidden="true" />
          <span>{t("import_pages.others", { name: it.user.name })}</span>
        </p>
      )}
      {im.offline && (
        <p class="note-box" data-tone="warn" role="alert" data-notice="offline">
          <CloudOff size={16} aria-hidden="true" />
          <span class="grow">
            {t(im.save === "failed" ? "import_pages.offline.edits" : "import_pages.offline")}
          </span>
          <button
            type="button"
            class="btn small"
            onClick={() => void (im.save === "failed" ? im.flush() : im.refresh())}
          >
            {t("shell.retry")}
          </button>
        </p>
      )}
      {im.failure && !im.offline && (
        <p class="note-box" data-tone="bad" role="alert" data-notice="refused">
          <TriangleAlert size={16} aria-hidden="true" />
          <span class="grow">{t(im.failure.code, im.failure.detail)}</span>
          <button type="button" class="btn small" onClick={() => void im.refresh().then(im.forget)}>
            {t("import_pages.reload")}
          </button>
        </p>
      )}
      {step === "columns" && (
        <ColumnsStep
          im={im}
          setup={setup}
          matching={matching}
          onNext={() => go("options")}
          onMade={made}
        />
      )}
      {step === "options" && (
        <OptionsStep
          im={im}
          setup={setup}
          onBack={() => go("columns")}
          onNext={() => void check()}
        />
      )}
      {step === "check" && (
        <CheckStep
          im={im}
          setup={setup}
          onBack={() => go("options")}
          onMatch={(column) => {
            setMatching(column);
            go("columns");
          }}
          onRun={() => void im.act("run")}
        />
      )}
      {step === "run" && <RunStep im={im} setup={setup} />}
      {step === "done" && <DoneStep im={im} setup={setup} />}
    </div>
  );
}
