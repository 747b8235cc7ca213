/** A training as it goes on: the bar, what is being done in words, the steps, and a way to stop it. */
import { Check, Circle, LoaderCircle, Square } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { isRunning, shareDone, stepAt, STEPS } from "@/components/workshop/run.ts";
import { Term } from "@/components/workshop/Term.tsx";
import type { ModelKind, RunRow } from "@/ml/registry/types.ts";
import { useT } from "@/components/i18n.ts";

export interface RunProgressProps {
  kind: ModelKind;
  run: RunRow;
  /** Without it there is no way to stop. */
  onCancel?(): void;
  /** The stop was asked for and is under way. */
  stopping?: boolean;
  /** One line for lists: bar and words, no steps. */
  compact?: boolean;
}

/** Shows nothing once the training has ended: what came of it is told elsewhere. */
export function RunProgress({ kind, run, onCancel, stopping = false, compact = false }: RunProgressProps) {
  const t = useT();
  if (!isRunning(run)) return null;
  const at = run.state === "queued" ? 0 : stepAt(kind, run.stage);
  const steps = STEPS[kind];
  const { step } = steps[at];
  const share = shareDone(kind, run);
  const counted = run.state === "running" && run.total > 1 && kind === "volume";
  const words = stopping ? t("workshop.run.stopping") : t(`workshop.stage.${step}`);
  return (
    <div class="ws-run" data-compact={compact || undefined} data-state={run.state} data-step={step}>
      <div class="ws-run-line">
        <span class="ws-run-words" role="status">
          <LoaderCircle size={15} class="ws-spin" aria-hidden="true" />
          <span>
            {words}
            {counted && <span class="quiet">{t("workshop.run.of", { done: run.done, total: run.total })}</span>}
          </span>
        </span>
        {run.startedAt && <Elapsed since={run.startedAt} />}
        {onCancel && (
          <button type="button" class="btn small" disabled={stopping} onClick={onCancel}>
            <Square size={12} aria-hidden="true" />
            {t("workshop.run.cancel")}
          </button>
        )}
      </div>
      <progress
        max={1}
        {...(run.state === "queued" ? {} : { value: share })}
        aria-label={t("workshop.run.label")}
      />
      {!compact && (
        <ol class="ws-run-steps">
          {steps.slice(1).map(({ step: one }, n) => {
            const place = n + 1 < at ? "done" : n + 1 === at ? "now" : "later";
            return (
              <li key={one} data-place={place} aria-current={place === "now" ? "step" : undefined}>
                {place === "done"
                  ? <Check size={14} aria-hidden="true" />
                  : place === "now"
                  ? <LoaderCircle size={14} class="ws-spin" aria-hidden="true" />
                  : <Circle size={14} aria-hidden="true" />}
                <span>{t(`workshop.stage.${one}`)}</span>
                <Term of={one} kind="stage" bare />
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}

function Elapsed({ since }: { since: string }) {
  const t = useT();
  const from = Date.parse(since);
  const [now, setNow] = useState(from);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [from]);
  const seconds = Math.max(0, Math.round((now - from) / 1_000));
  return <span class="quiet nowrap ws-run-time">{t("workshop.run.seconds", { seconds })}</span>;
}
