/** A new model in five presses: new, the queue, a look at its data, train, done. */
import { Check } from "lucide-preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { sayIn } from "@/components/models/say.ts";
import type { Sheet } from "@/components/models/types.ts";
import { draftFor, draftOfModel, type NewDraft, type Source, wrongInDraft } from "@/components/workshop/new/draft.ts";
import { LookStep } from "@/components/workshop/new/LookStep.tsx";
import { ResultStep } from "@/components/workshop/new/ResultStep.tsx";
import { SourceStep } from "@/components/workshop/new/SourceStep.tsx";
import { TrainStep } from "@/components/workshop/new/TrainStep.tsx";
import { useQuality } from "@/components/workshop/new/useQuality.ts";
import { useTraining } from "@/components/workshop/new/useTraining.ts";
import type { NewSetup } from "@/components/workshop/types.ts";
import { useT } from "@/components/i18n.ts";

const STEPS = ["source", "look", "train", "result"] as const;
type Step = typeof STEPS[number];

export default function NewModel(props: { setup: NewSetup }) {
  const t = useT();
  const [uploads, setUploads] = useState(props.setup.uploads);
  const setup = useMemo(() => ({ ...props.setup, uploads }), [props.setup, uploads]);
  const { zone } = setup;
  const sheet: Sheet = useMemo(() => ({ t, say: sayIn(zone.locale), zone, mayManage: true }), [t, zone]);
  const asked = setup.queues.find(({ id }) => id === setup.queue);
  const [draft, setDraft] = useState<NewDraft | null>(
    setup.begun
      ? draftOfModel(setup.begun.model)
      : asked
      ? draftFor({ from: "queue", id: asked.id, name: asked.name }, t)
      : null,
  );
  const [wanted, setWanted] = useState<Step>(setup.begun?.model.run ? "train" : draft ? "look" : "source");
  const [ready, setReady] = useState(false);
  const training = useTraining(setup);
  const step: Step = wanted === "train" && training.model && training.version ? "result" : wanted;
  const looked = useQuality(step === "look" ? draft : null, draft !== null && wrongInDraft(draft).size === 0);
  const body = useRef<HTMLDivElement>(null);

  useEffect(() => setReady(true), []);
  // The back button of the browser goes back a step while nothing has been made.
  useEffect(() => {
    const back = (event: PopStateEvent) => {
      const to = (event.state as { step?: Step } | null)?.step;
      setWanted(to === "look" ? "look" : training.model ? "look" : "source");
    };
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, [training.model === null]);
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    body.current?.querySelector<HTMLElement>("#ws-step-title")?.focus();
    scrollTo({ top: 0 });
  }, [step]);

  const pick = (source: Source) => {
    setDraft(draftFor(source, t));
    setWanted("look");
    training.forget();
    history.pushState({ step: "look" }, "");
  };
  const train = async () => {
    if (draft && await training.train(draft)) setWanted("train");
  };
  const back = () => {
    training.forget();
    // The data of a model that is made is changed, not chosen anew.
    if (step === "look" && !training.model) return setWanted("source");
    setWanted("look");
  };
  const at = STEPS.indexOf(step);
  return (
    <div class="ws-new stack" data-ready={ready || undefined} data-step={step} ref={body}>
      <ol class="ws-steps" aria-label={t("workshop.new.steps")}>
        {STEPS.map((one, n) => (
          <li key={one} data-place={n < at ? "done" : n === at ? "now" : "later"} aria-current={n === at && "step"}>
            <i aria-hidden="true">{n < at ? <Check size={13} /> : n + 1}</i>
            <span>{t(`workshop.new.step.${one}`)}</span>
          </li>
        ))}
      </ol>
      {step === "source" && <SourceStep setup={setup} onPick={pick} onUploads={setUploads} />}
      {step === "look" && draft && (
        <LookStep
          sheet={sheet}
          setup={setup}
          draft={draft}
          looked={looked}
          training={training}
          onChange={setDraft}
          onBack={training.model ? () => location.assign(`/forecasting/models/${training.model?.id}`) : back}
          onTrain={() => void train()}
        />
      )}
      {step === "train" && draft && (
        <TrainStep
          draft={draft}
          training={training}
          onBack={back}
          onAgain={() => void train()}
        />
      )}
      {step === "result" && training.model && training.version && (
        <ResultStep
          model={training.model}
          version={training.version}
          training={training}
          locale={zone.locale}
          onBack={back}
        />
      )}
    </div>
  );
}
