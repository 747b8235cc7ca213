/** Step 4: rows are written. It goes on without the page. */
import { Info, Pause, Play, Square, TriangleAlert } from "lucide-preact";
import { useState } from "preact/hooks";
import { Counts } from "@/components/records/import/Counts.tsx";
import { Dialog } from "@/components/records/import/Dialog.tsx";
import { Progress } from "@/components/records/import/Progress.tsx";
import { StepHead } from "@/components/records/import/StepHead.tsx";
import type { WizardSetup } from "@/components/records/import/types.ts";
import type { Importing } from "@/components/records/import/useImport.ts";
import { UndoButton } from "@/components/records/import/UndoButton.tsx";
import { useT } from "@/components/i18n.ts";

export function RunStep({ im, setup }: { im: Importing; setup: WizardSetup }) {
  const t = useT();
  const { it } = im;
  const { state, error } = it;
  const [asking, setAsking] = useState(false);
  const failed = state === "failed";
  const label = failed ? "import_pages.state.failed" : `import_pages.run.${state === "paused" ? "paused" : "running"}`;
  return (
    <section class="card im-step">
      <StepHead title={t("import_pages.step.run")} />
      <div class="im-body">
        {failed && (
          <p class="note-box" data-tone="bad" role="alert">
            <TriangleAlert size={16} aria-hidden="true" />
            <span>
              {t("import_pages.run.failed")} {error && t(error.code, error.detail)}
            </span>
          </p>
        )}
        <Progress it={it} label={t(label)} locale={setup.zone.locale} />
        <Counts counters={it.counters} />
        {!failed && (
          <p class="note-box">
            <Info size={16} aria-hidden="true" />
            <span>{t(state === "paused" ? "import_pages.run.paused.hint" : "import_pages.run.hint")}</span>
          </p>
        )}
      </div>
      <footer class="im-foot">
        {state === "running"
          ? (
            <button type="button" class="btn" disabled={im.busy !== null} onClick={() => void im.act("pause")}>
              <Pause size={16} aria-hidden="true" />
              {t("import_pages.run.pause")}
            </button>
          )
          : setup.mine && (
            <button
              type="button"
              class="btn primary"
              disabled={im.busy !== null}
              onClick={() => void im.act("resume")}
            >
              <Play size={16} aria-hidden="true" />
              {t("import_pages.run.resume")}
            </button>
          )}
        {failed ? <UndoButton im={im} /> : (
          <button
            type="button"
            class="btn danger-quiet"
            disabled={im.busy !== null}
            onClick={() => setAsking(true)}
          >
            <Square size={16} aria-hidden="true" />
            {t("import_pages.run.cancel")}
          </button>
        )}
      </footer>
      {asking && (
        <Dialog
          title={t("import_pages.run.cancel.title")}
          onClose={() => setAsking(false)}
          foot={
            <>
              <button type="button" class="btn" onClick={() => setAsking(false)}>{t("import_pages.run.go-on")}</button>
              <button
                type="button"
                class="btn danger"
                onClick={() => {
                  setAsking(false);
                  void im.act("cancel");
                }}
              >
                {t("import_pages.run.cancel")}
              </button>
            </>
          }
        >
          <p>{t("import_pages.run.cancel.hint")}</p>
        </Dialog>
      )}
    </section>
  );
}
