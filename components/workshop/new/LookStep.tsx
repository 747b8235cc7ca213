/** The second step: how good the data is. All settings have good values and are folded away. */
import { ArrowLeft, CloudOff, Play, Settings2, SlidersHorizontal, TriangleAlert } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { QualityPanel } from "@/components/datasets/QualityPanel.tsx";
import { CallsFields, RecordsFields, UploadFields } from "@/components/models/DatasetFields.tsx";
import { isVolume } from "@/components/models/draft.ts";
import { ScoreFields } from "@/components/models/ScoreFields.tsx";
import type { Sheet } from "@/components/models/types.ts";
import { VolumeFields } from "@/components/models/VolumeFields.tsx";
import { type NewDraft, wrongInDraft } from "@/components/workshop/new/draft.ts";
import { NameFields } from "@/components/workshop/new/NameFields.tsx";
import { enoughRecords, RecordsLook } from "@/components/workshop/new/RecordsLook.tsx";
import type { Looked } from "@/components/workshop/new/useQuality.ts";
import type { Training } from "@/components/workshop/new/useTraining.ts";
import type { NewSetup } from "@/components/workshop/types.ts";
import type { VersionDetail } from "@/ml/registry/types.ts";

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
  const { dataset, settings } = draft;
  const change = (part: Partial<NewDraft>) => props.onChange({ ...draft, ...part });
  const wrong = wrongInDraft(draft);
  const error = (field: string) => wrong.has(field) ? t(`models.wrong.${wrong.get(field)}`) : null;
  const queue = dataset.from === "calls" ? setup.queues.find(({ id }) => id === dataset.queue) : undefined;
  const { columns, leaks } = columnsOf(draft, { setup, version: training.version });
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
      <div class="card ws-settings">
        <More
          name="data"
          open={refusal !== null}
          title={t("workshop.new.more.data")}
          hint={t(`workshop.new.more.data.${dataset.from}`)}
        >
          {dataset.from === "calls" && (
            <CallsFields
              sheet={sheet}
              dataset={dataset}
              queues={setup.queues.map(({ id, name }) => ({ value: id, label: name }))}
              numbers={queue?.numbers ?? []}
              error={error}
              onChange={(dataset) => change({ dataset })}
            />
          )}
          {dataset.from === "upload" && (
            <UploadFields
              sheet={sheet}
              dataset={dataset}
              error={error}
              onChange={(dataset) => change({ dataset })}
            />
          )}
          {dataset.from === "records" && (
            <RecordsFields
              sheet={sheet}
              dataset={dataset}
              pipelines={setup.pipelines}
              onChange={(dataset) => change({ dataset })}
            />
          )}
          {dataset.from === "outcome-upload" && <p>{t("workshop.new.target.is", { column: dataset.target })}</p>}
        </More>
        <More name="model" title={t("workshop.new.more.model")} hint={t("workshop.new.more.model.hint")}>
          {isVolume(settings)
            ? (
              <VolumeFields
                sheet={sheet}
                settings={settings}
                error={error}
                onChange={(settings) => change({ settings })}
              />
            )
            : (
              <ScoreFields
                sheet={sheet}
                settings={settings}
                columns={columns}
                leaks={leaks}
                recordKind={dataset.from === "records" ? dataset.kind : null}
                error={error}
                onChange={(settings) => change({ settings })}
              />
            )}
        </More>
        <More
          name="name"
          title={t("workshop.new.more.name")}
          hint={t("workshop.new.more.name.hint", { name: draft.name })}
        >
          <NameFields draft={draft} error={error} onChange={change} />
        </More>
      </div>
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

/** What a score may be told not to learn from: columns of the file, else of the version that is there already. */
function columnsOf(
  { dataset }: NewDraft,
  known: { setup: NewSetup; version: VersionDetail | null },
): { columns: string[]; leaks: string[] } {
  const report = known.version && "columns" in known.version.report ? known.version.report : null;
  const leaks = report?.leaks.map(({ column }) => column) ?? [];
  if (dataset.from !== "outcome-upload") return { columns: report?.columns ?? [], leaks };
  const file = known.setup.uploads.find(({ id }) => id === dataset.upload);
  return { columns: (file?.columns ?? []).filter((column) => column !== dataset.target), leaks };
}

function More(props: { name: string; title: string; hint: string; open?: boolean; children: ComponentChildren }) {
  const box = useRef<HTMLDetailsElement>(null);
  // Opened once when it is needed; whether it stays open is the reader's affair.
  useEffect(() => {
    if (props.open && box.current) box.current.open = true;
  }, [props.open]);
  const Sign = props.name === "model" ? Settings2 : SlidersHorizontal;
  return (
    <details class="ws-more" data-more={props.name} ref={box}>
      <summary>
        <Sign size={16} aria-hidden="true" />
        <span>
          {props.title}
          <small class="quiet">{props.hint}</small>
        </span>
      </summary>
      <div class="ws-more-body">{props.children}</div>
    </details>
  );
}
