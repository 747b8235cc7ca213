/** The end: whether the model is any good, in plain words, and where to go with it. */
import { ArrowRight, CircleCheck, CircleHelp, Plus, SlidersHorizontal, TriangleAlert } from "lucide-preact";
import { Accuracy } from "@/components/workshop/Accuracy.tsx";
import { verdictInWords } from "@/components/workshop/accuracy.ts";
import { Compare } from "@/components/workshop/new/Compare.tsx";
import type { Training } from "@/components/workshop/new/useTraining.ts";
import type { ModelRow, VersionDetail } from "@/ml/registry/types.ts";
import { useT } from "@/components/i18n.ts";

export interface ResultStepProps {
  model: ModelRow;
  version: VersionDetail;
  training: Training;
  locale: string;
  onBack(): void;
}

const SIGNS = { good: CircleCheck, warn: CircleHelp, bad: TriangleAlert } as const;

export function ResultStep({ model, version, training, locale, onBack }: ResultStepProps) {
  const t = useT();
  const { verdict } = version;
  const words = verdictInWords(verdict);
  const Sign = SIGNS[words.tone];
  const inUse = version.champion || model.champion?.id === version.id;
  const use = useOf(model);
  return (
    <section class="card ws-step ws-result" aria-labelledby="ws-step-title" data-verdict={words.code}>
      <div class="ws-verdict" data-tone={words.tone}>
        <Sign size={28} aria-hidden="true" />
        <div>
          <h2 id="ws-step-title" tabIndex={-1}>
            {t(inUse && words.code === "first" ? "workshop.new.done" : words.key)}
          </h2>
          <p>{t(`${words.key}.what`)}</p>
        </div>
      </div>
      <div class="body stack">
        <Accuracy figure={verdict.figure} locale={locale} champion={verdict.champion !== "first"} />
        <Compare version={version} locale={locale} />
        <p class="quiet">
          {t(inUse ? "workshop.new.in-use" : verdict.promotable ? "workshop.new.waits" : "workshop.new.not-in-use")}
        </p>
        {training.refusal && (
          <p class="note-box" data-tone="bad" role="alert">
            {t(training.refusal.code, training.refusal.detail)}
          </p>
        )}
      </div>
      <div class="ws-foot">
        {!inUse && verdict.promotable && (
          <button
            type="button"
            class="btn primary"
            disabled={training.busy !== null}
            onClick={() => void training.promote()}
          >
            {t("workshop.promote")}
          </button>
        )}
        <a class={`btn ${inUse || !verdict.promotable ? "primary" : ""}`} href={`/forecasting/models/${model.id}`}>
          {t("workshop.new.open")}
          <ArrowRight size={16} aria-hidden="true" />
        </a>
        {inUse && <a class="btn" href={use.href}>{t(use.key)}</a>}
        {!inUse && (
          <button type="button" class="btn" onClick={onBack}>
            <SlidersHorizontal size={16} aria-hidden="true" />
            {t("workshop.new.change")}
          </button>
        )}
        <a class="btn plain" href="/forecasting/models/new">
          <Plus size={16} aria-hidden="true" />
          {t("workshop.new.another")}
        </a>
      </div>
    </section>
  );
}

/** Where what the model tells is read. */
function useOf(model: ModelRow): { href: string; key: string } {
  if (model.kind === "volume") {
    return model.queue
      ? { href: `/forecasting/calls?queue=${model.queue.id}`, key: "workshop.new.use.calls" }
      : { href: "/forecasting", key: "workshop.new.use.models" };
  }
  if (model.recordKind === null) return { href: "/forecasting", key: "workshop.new.use.models" };
  return model.recordKind === "lead"
    ? { href: "/leads", key: "workshop.new.use.lead" }
    : { href: "/deals", key: "workshop.new.use.deal" };
}
