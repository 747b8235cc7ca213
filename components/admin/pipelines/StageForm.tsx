/** A column while it is being edited: the form stands where the column stands. */
import { useEffect, useRef, useState } from "preact/hooks";
import { CheckField, Field, SelectField, TextField, UnitField } from "@/components/form/Field.tsx";
import { ColourPicker } from "@/components/admin/pipelines/ColourPicker.tsx";
import type { StageDraft } from "@/components/admin/pipelines/draft.ts";
import { STAGE_TYPES } from "@/crm/pipeline/types.ts";
import { useT } from "@/components/i18n.ts";

export interface StageFormProps {
  draft: StageDraft;
  fields: { key: string; title: string }[];
  /** Deals stand in it: its type stays. */
  taken: boolean;
  change(draft: StageDraft): void;
  /** @returns the refusal in words; null: saved */
  save(): Promise<string | null>;
  cancel(): void;
  archive: (() => void) | null;
}

export function StageForm(props: StageFormProps) {
  const t = useT();
  const { draft, change } = props;
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const id = (name: string) => `stage-${name}`;
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>("#stage-name")?.focus();
    form.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, []);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(await props.save());
    setBusy(false);
  };
  const limit = (name: "rottenDays" | "wipLimit", unit: string, most: number) => (
    <Field id={id(name)} label={t(`pipelines.${name}`)} hint={t(`pipelines.${name}.hint`)}>
      <span class="with-unit">
        <input
          id={id(name)}
          class="input"
          type="number"
          inputMode="numeric"
          min={1}
          max={most}
          aria-describedby={`${id(name)}-hint`}
          placeholder={t(`pipelines.${name}.none`)}
          value={draft[name]}
          onInput={(event) =>
            change({ ...draft, [name]: event.currentTarget.value })}
        />
        <span>{unit}</span>
      </span>
    </Field>
  );
  return (
    <form
      ref={form}
      class="stage-column editing"
      data-colour={draft.colour}
      aria-label={draft.id === null ? t("pipelines.stage.new") : t("pipelines.stage.edit", { name: draft.name })}
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Escape" && props.cancel()}
    >
      <TextField
        id={id("name")}
        label={t("pipelines.name")}
        required
        maxLength={120}
        value={draft.name}
        onInput={(event) => change({ ...draft, name: event.currentTarget.value })}
      />
      <ColourPicker value={draft.colour} change={(colour) => change({ ...draft, colour })} />
      <SelectField
        id={id("type")}
        label={t("pipelines.type")}
        hint={props.taken ? t("pipelines.type.taken") : undefined}
        disabled={props.taken}
        value={draft.type}
        options={STAGE_TYPES.map((type) => ({ value: type, label: t(`pipelines.type.${type}`) }))}
        onChange={(type) => change({ ...draft, type: type as StageDraft["type"] })}
      />
      {draft.type === "open" && (
        <>
          <UnitField
            id={id("probability")}
            label={t("pipelines.probability")}
            hint={t("pipelines.probability.hint")}
            unit="%"
            max={100}
            value={draft.probability}
            onChange={(probability) => change({ ...draft, probability })}
          />
          {limit("rottenDays", t("pipelines.days"), 3_650)}
        </>
      )}
      {limit("wipLimit", t("pipelines.deals"), 1_000_000)}
      <details class="stage-required" open={draft.required.length > 0}>
        <summary>{t("pipelines.required", { count: draft.required.length })}</summary>
        <p class="quiet small-text">{t("pipelines.required.hint")}</p>
        <div class="stage-fields">
          {props.fields.map(({ key, title }) => (
            <CheckField
              key={key}
              label={title}
              checked={draft.required.includes(key)}
              onChange={(on) =>
                change({
                  ...draft,
                  required: on ? [...draft.required, key] : draft.required.filter((one) => one !== key),
                })}
            />
          ))}
        </div>
      </details>
      {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
      <div class="btn-row">
        <button type="submit" class="btn primary" disabled={busy}>{t("shell.save")}</button>
        <button type="button" class="btn" onClick={props.cancel}>{t("shell.cancel")}</button>
        {props.archive && (
          <button type="button" class="btn plain danger-quiet" disabled={busy} onClick={props.archive}>
            {t("pipelines.archive")}
          </button>
        )}
      </div>
    </form>
  );
}
