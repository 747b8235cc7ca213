/** The second step: how good the data is. All settings have good values and are folded away. */
import { ArrowLeft, CloudOff, Play, TriangleAlert } from "lucide-preact";
import { QualityPanel } from "@/components/datasets/QualityPanel.tsx";
import type { Sheet } from "@/components/models/types.ts";
import { type NewDraft, wrongInDraft } from "@/components/workshop/new/draft.ts";
import { enoughRecords, RecordsLook } from "@/components/workshop/new/RecordsLook.tsx";
import { SettingsPart } from "@/components/workshop/new/SettingsPart.tsx";
import type { Looked } from "@/components/workshop/new/useQuality.ts";
import type { Training } from "@/components/workshop/new/useTraining.ts";
import type { NewSetup } from "@/components/workshop/types.ts";

export interface LookStepProps {
  sheet: Sheet;
  setup: NewSetup;
  draft: NewDraft;
  looked: Looked;
  training: Training;
  onChange(draft: NewDraft): void;
  onBack(): void;
  onTrain(): void;
}

export function LookStep(props: LookStepProps) {
  const { sheet, setup, draft, looked, training } = props;
  const { t } = sheet;
  const { dataset } = draft;
  const wrong = wrongInDraft(draft);
  const error = (field: string) => wrong.has(field) ? t(`models.wrong.${wrong.get(field)}`) : null;
  const refusal = looked.quality?.refusal ?? null;
  const may = wrong.size === 0 && refusal === null && looked.error === null &&
    (draft.kind === "volume" ? looked.quality !== null : enoughRecords(setup, dataset));
  return (
    <section class="ws-step stack" aria-labelledby="ws-step-title">
      <h2 id="ws-step-title" tabIndex={-1}>{t("workshop.new.look", { name: draft.name })}</h2>
      <div
        class={`ws-look ${draft.kind === "volume" ? "card" : ""}`}
        aria-busy={looked.busy}
        data-busy={looked.busy || undefined}
      >
        {draft.kind === "score"
          ? <RecordsLook setup={setup} dataset={dataset} locale={sheet.zone.locale} />
          : looked.error
          ? (
            <div class="note-box" data-tone="bad" role="alert">
              <CloudOff size={16} aria-hidden="true" />
              <span class="grow">{t(looked.error.code, looked.error.detail)}</span>
              <button type="button" class="btn small" onClick={looked.again}>{t("shell.retry")}</button>
            </div>
          )
          : <QualityPanel quality={looked.quality} locale={sheet.zone.locale} />}
      </div>
      <SettingsPart {...props} error={error} opened={refusal !== null} />
      {training.refusal && (
        <div class="note-box" data-tone="bad" role="alert">
          <TriangleAlert size={16} aria-hidden="true" />
          <span class="grow">{t(training.refusal.code, training.refusal.detail)}</span>
        </div>
      )}
      {wrong.size > 0 && (
        <p class="note-box" data-tone="warn" role="status">
          {[...wrong.values()].map((code) => t(`models.wrong.${code}`)).join(" ")}
        </p>
      )}
      <div class="ws-foot" data-sticky>
        <button type="button" class="btn" onClick={props.onBack}>
          <ArrowLeft size={16} aria-hidden="true" />
          {t("workshop.new.back")}
        </button>
        <button
          type="button"
          class="btn primary"
          data-do="train"
          disabled={!may || training.busy !== null}
          onClick={props.onTrain}
        >
          <Play size={16} aria-hidden="true" />
          {t("workshop.train")}
        </button>
      </div>
    </section>
  );
}
