/** Where a model's rows come from, by kind of data. What it is about (its queue, its kind of records) stays. */
import { Field, SelectField, tied, UnitField } from "@/components/form/Field.tsx";
import { toggled } from "@/components/models/draft.ts";
import type { Choice, Sheet } from "@/components/models/types.ts";
import type { CallsDataset, RecordsDataset, StepMinutes, UploadDataset } from "@/ml/datasets/types.ts";

const STEPS: readonly StepMinutes[] = [5, 15, 30, 60];

interface Common {
  sheet: Sheet;
  error(field: string): string | null;
}

export function CallsFields(
  props: Common & {
    dataset: CallsDataset;
    queues: readonly Choice[];
    numbers: readonly Choice[];
    onChange(dataset: CallsDataset): void;
  },
) {
  const { t } = props.sheet;
  const { dataset, error } = props;
  const change = (part: Partial<CallsDataset>) => props.onChange({ ...dataset, ...part });
  const { filter, like } = dataset;
  const dids = [...new Set([...props.numbers.map(({ value }) => value), ...filter.dids])];
  return (
    <div class="stack">
      <p>
        {t("models.data.queue")}:{" "}
        <b>{props.queues.find(({ value }) => value === dataset.queue)?.label ?? dataset.queue}</b>
      </p>
      <div class="form-grid">
        <SelectField
          id="mp-step"
          label={t("workshop.setting.step")}
          hint={t("workshop.setting.step.what")}
          value={`${dataset.step}`}
          options={STEPS.map((step) => ({ value: `${step}`, label: t("models.minutes", { count: step }) }))}
          onChange={(value) => change({ step: Number(value) as StepMinutes })}
        />
        <UnitField
          id="mp-leastWait"
          label={t("workshop.setting.leastWait")}
          hint={t("workshop.setting.leastWait.what")}
          unit={t("shell.unit.seconds")}
          max={600}
          value={filter.leastWait}
          error={error("leastWait")}
          onChange={(leastWait) => change({ filter: { ...filter, leastWait } })}
        />
      </div>
      <Period {...props} onChange={change} />
      {props.numbers.length > 1 && (
        <div>
          <p class="mp-label">{t("workshop.setting.dids")}</p>
          <div class="mp-columns" role="group" aria-label={t("workshop.setting.dids")}>
            {props.numbers.map(({ value, label }) => (
              <label class="check" key={value}>
                <input
                  type="checkbox"
                  checked={filter.dids.includes(value)}
                  onChange={() => change({ filter: { ...filter, dids: toggled(dids, filter.dids, value) } })}
                />
                <span>{label}</span>
              </label>
            ))}
          </div>
          <p class="mp-hint">{t("workshop.setting.dids.what")}</p>
        </div>
      )}
      <div class="form-grid">
        <SelectField
          id="mp-like"
          label={t("workshop.setting.like")}
          hint={t("workshop.setting.like.what")}
          value={like?.queue ?? ""}
          options={[
            { value: "", label: t("models.settings.like.none") },
            ...props.queues.filter(({ value }) => value !== dataset.queue),
          ]}
          onChange={(queue) => change({ like: queue ? { queue, share: like?.share ?? null } : null })}
        />
        {like && (
          <Share
            {...props}
            share={like.share}
            onChange={(share) => change({ like: { ...like, share } })}
          />
        )}
      </div>
    </div>
  );
}

/** Empty: told from the days that both queues have. */
function Share(props: Common & { share: number | null; onChange(share: number | null): void }) {
  const { t } = props.sheet;
  const field = {
    id: "mp-share",
    label: t("models.settings.share"),
    hint: t("models.settings.share.hint"),
    error: props.error("share"),
  };
  return (
    <Field {...field}>
      <span class="with-unit">
        <input
          class="input"
          type="number"
          inputMode="numeric"
          min={1}
          max={10_000}
          value={props.share === null ? "" : Math.round(props.share * 100)}
          onInput={({ currentTarget: { value } }) => props.onChange(value === "" ? null : Number(value) / 100)}
          {...tied(field)}
        />
        <span>%</span>
      </span>
    </Field>
  );
}

export function UploadFields(props: Common & { dataset: UploadDataset; onChange(dataset: UploadDataset): void }) {
  return <Period {...props} onChange={(part) => props.onChange({ ...props.dataset, ...part })} />;
}

export function RecordsFields(
  props: {
    sheet: Sheet;
    dataset: RecordsDataset;
    pipelines: readonly Choice[];
    onChange(dataset: RecordsDataset): void;
  },
) {
  const { t } = props.sheet;
  const { dataset } = props;
  return (
    <div class="form-grid">
      <DayField
        id="mp-since"
        label={t("models.settings.created-since")}
        value={dataset.since}
        onChange={(since) => props.onChange({ ...dataset, since })}
      />
      {dataset.kind === "deal" && (
        <SelectField
          id="mp-pipeline"
          label={t("models.settings.pipeline")}
          value={dataset.pipeline ?? ""}
          options={[{ value: "", label: t("models.settings.pipeline.all") }, ...props.pipelines]}
          onChange={(value) => props.onChange({ ...dataset, pipeline: value || null })}
        />
      )}
    </div>
  );
}

function Period(
  props: Common & {
    dataset: { since: string | null; until: string | null };
    onChange(part: { since?: string | null; until?: string | null }): void;
  },
) {
  const { t } = props.sheet;
  return (
    <div class="form-grid">
      <DayField
        id="mp-since"
        label={t("models.settings.since")}
        hint={t("models.settings.since.hint")}
        value={props.dataset.since}
        onChange={(since) => props.onChange({ since })}
      />
      <DayField
        id="mp-until"
        label={t("models.settings.until")}
        hint={t("models.settings.until.hint")}
        value={props.dataset.until}
        error={props.error("until")}
        onChange={(until) => props.onChange({ until })}
      />
    </div>
  );
}

function DayField(
  props: {
    id: string;
    label: string;
    hint?: string;
    error?: string | null;
    value: string | null;
    onChange(day: string | null): void;
  },
) {
  return (
    <Field id={props.id} label={props.label} hint={props.hint} error={props.error}>
      <input
        class="input"
        type="date"
        value={props.value ?? ""}
        onChange={(event) => props.onChange(event.currentTarget.value || null)}
        {...tied(props)}
      />
    </Field>
  );
}
