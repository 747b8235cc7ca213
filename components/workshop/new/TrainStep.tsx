/** The third step: the training as it goes on; when it made nothing, why, and what to do. */
import { ArrowLeft, RotateCcw } from "lucide-preact";
import type { NewDraft } from "@/components/workshop/new/draft.ts";
import type { Training } from "@/components/workshop/new/useTraining.ts";
import { isRunning } from "@/components/workshop/run.ts";
import { RunProgress } from "@/components/workshop/RunProgress.tsx";
import { RunRefused } from "@/components/workshop/RunRefused.tsx";
import { useT } from "@/components/i18n.ts";

export interface TrainStepProps {
  draft: NewDraft;
  training: Training;
  onBack(): void;
  onAgain(): void;
}

export function TrainStep({ draft, training, onBack, onAgain }: TrainStepProps) {
  const t = useT();
  const { run, busy, refusal } = training;
  const ended = run !== null && !isRunning(run);
  return (
    <section class="card ws-step" aria-labelledby="ws-step-title">
      <header>
        <h2 id="ws-step-title" tabIndex={-1}>{t("workshop.new.train", { name: draft.name })}</h2>
      </header>
      <div class="body stack">
        {run && !ended && (
          <>
            <RunProgress
              kind={draft.kind}
              run={run}
              stopping={busy === "cancel"}
              onCancel={() => void training.cancel()}
            />
            <p class="quiet small-text">{t("workshop.new.train.leave")}</p>
          </>
        )}
        {run?.state === "done" && <p role="status">{t("workshop.new.train.reading")}</p>}
        {run && ended && <RunRefused kind={draft.kind} run={run} />}
        {refusal && <p class="note-box" data-tone="bad" role="alert">{t(refusal.code, refusal.detail)}</p>}
        {run && ended && run.state !== "done" && (
          <div class="btn-row">
            <button type="button" class="btn primary" onClick={onBack}>
              <ArrowLeft size={16} aria-hidden="true" />
              {t("workshop.new.change")}
            </button>
            <button type="button" class="btn" disabled={busy !== null} onClick={onAgain}>
              <RotateCcw size={16} aria-hidden="true" />
              {t("workshop.new.again")}
            </button>
          </div>
        )}
      </div>
    </section>
  );
}
