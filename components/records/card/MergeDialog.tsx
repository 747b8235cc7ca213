/**
 * Records side by side: which one stays, and field by field whose value. Rows are groups of radio buttons, so that the
 * whole is chosen with Tab and the arrows; on a phone a row becomes a list.
 */
import { X } from "lucide-preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import type { CrmRecord, RecordKind } from "@/crm/record/types.ts";
import type { MergeField } from "@/crm/duplicates/plan.ts";
import { isNothing } from "@/components/records/card/nothing.ts";
import type { CardField, Words } from "@/components/records/card/types.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { textOf } from "@/components/records/card/values.ts";
import { useT } from "@/components/i18n.ts";

interface Preview {
  records: CrmRecord[];
  fields: MergeField[];
  names: Record<string, string>;
}

export interface MergedAnswer {
  merge: string;
  record: CrmRecord;
}

export interface MergeProps {
  kind: RecordKind;
  /** The survivor first; fewer than two: the dialog is closed. */
  ids: readonly string[];
  words: Words;
  onDone(answer: MergedAnswer, survivor: string): void;
  onClose(): void;
}

export function MergeDialog(props: MergeProps) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const { ids, kind } = props;
  const open = ids.length > 1;
  const [survivor, setSurvivor] = useState("");
  const [preview, setPreview] = useState<Preview | null>(null);
  const [take, setTake] = useState<Record<string, string>>({});
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const path = `/api/v1/${PLURAL[kind]}/merge`;
  const load = async (stays: string) => {
    const others = ids.filter((id) => id !== stays);
    const answer = await post<Preview>(`${path}/preview`, { survivor: stays, others });
    if (!answer.ok) return setRefused(t(answer.code, answer.detail));
    setRefused(null);
    setPreview(answer.value);
  };
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (!open) return element.close();
    setPreview(null);
    setTake({});
    setSurvivor(ids[0]);
    void load(ids[0]);
    if (!element.open) element.showModal();
  }, [ids.join()]);
  const choiceOf = (field: MergeField) => take[field.field] ?? field.choice;
  const undecided = preview?.fields.filter((field) => choiceOf(field) === null) ?? [];
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!preview || undecided.length > 0) return;
    setBusy(true);
    const versions = Object.fromEntries(preview.records.map(({ id, version }) => [id, version]));
    const others = ids.filter((id) => id !== survivor);
    const answer = await post<MergedAnswer>(path, { survivor, others, take, versions });
    setBusy(false);
    if (!answer.ok) {
      setRefused(t(answer.code, { ...answer.detail, field: labelOf(`${answer.detail?.field ?? ""}`) }));
      // Somebody changed one of them: what is shown is of before.
      if (answer.code === "records.error.stale") await load(survivor).then(() => setRefused(t(answer.code)));
      return;
    }
    props.onDone(answer.value, survivor);
  };
  const labelOf = (key: string) => props.words.fields.get(key)?.label ?? key;
  const rest = Object.fromEntries(undecided.map((field) => [field.field, survivor]));
  return (
    <dialog
      ref={dialog}
      class="merge"
      style={`--records: ${Math.max(2, ids.length)}`}
      aria-labelledby={title}
      onClose={() => open && props.onClose()}
    >
      <form onSubmit={submit}>
        <header>
          <h2 id={title}>{t("duplicates.merge.title")}</h2>
          <button type="button" class="btn icon small plain" aria-label={t("shell.close")} onClick={props.onClose}>
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          <p class="quiet">{t("duplicates.merge.lead")}</p>
          {!preview && !refused && <p role="status">{t("timeline.loading")}</p>}
          {preview && (
            <>
              <Survivor
                records={preview.records}
                order={ids}
                survivor={survivor}
                onChoose={(id) => {
                  setSurvivor(id);
                  void load(id);
                }}
              />
              {preview.fields.filter(worthShowing).map((field) => (
                <Row
                  key={field.field}
                  field={field}
                  order={ids}
                  choice={choiceOf(field)}
                  words={{ ...props.words, names: { ...props.words.names, ...preview.names } }}
                  onChoose={(id) => setTake({ ...take, [field.field]: id })}
                />
              ))}
            </>
          )}
          {refused && (
            <p class="note-box" data-tone="bad" role="alert">
              <span class="grow">{refused}</span>
              {!preview && (
                <button type="button" class="btn small" onClick={() => void load(survivor)}>{t("shell.retry")}</button>
              )}
            </p>
          )}
        </div>
        <div class="dialog-foot">
          {undecided.length > 0 && (
            <p class="grow row wrap" role="status">
              {t("duplicates.merge.undecided", { count: undecided.length })}
              <button type="button" class="btn small plain" onClick={() => setTake({ ...take, ...rest })}>
                {t("duplicates.merge.rest")}
              </button>
            </p>
          )}
          <button type="button" class="btn" onClick={props.onClose}>{t("card.give-up")}</button>
          <button type="submit" class="btn primary" disabled={busy || !preview || undecided.length > 0}>
            {t("duplicates.merge.do")}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** What nobody chooses: it follows from something else. */
const UNSAID = new Set([
  ...["utm", "assigned", "firstResponse"],
  ...["pipeline", "stageSince", "movedBy", "closed", "probability", "probabilityManual", "rottenAt", "nextTask"],
]);

/** Rows in which there is nothing to choose and nothing to see are left out. */
function worthShowing(field: MergeField): boolean {
  const [first, ...rest] = field.values.map(({ value }) => JSON.stringify(isNothing(value) || !value ? null : value));
  return rest.some((one) => one !== first) && !UNSAID.has(field.field);
}

function Survivor(
  props: { records: readonly CrmRecord[]; order: readonly string[]; survivor: string; onChoose(id: string): void },
) {
  const t = useT();
  return (
    <fieldset class="merge-row merge-head">
      <legend>{t("duplicates.merge.survivor")}</legend>
      {props.order.map((id) => {
        const record = props.records.find((one) => one.id === id);
        return (
          <label key={id}>
            <input
              type="radio"
              name="survivor"
              checked={id === props.survivor}
              onChange={() => props.onChoose(id)}
            />
            <b class="clip">{`${record?.values.name ?? ""}` || t("card.unnamed")}</b>
          </label>
        );
      })}
    </fieldset>
  );
}

function Row(
  props: {
    field: MergeField;
    order: readonly string[];
    choice: string | null;
    words: Words;
    onChoose(id: string): void;
  },
) {
  const t = useT();
  const { field, choice } = props;
  const card: CardField | undefined = props.words.fields.get(field.field);
  if (!card) return null;
  const text = (id: string) => {
    const value = field.values.find((one) => one.id === id)?.value ?? null;
    return isNothing(value) ? "" : textOf(value, card, { ...props.words, t });
  };
  const options = [...props.order.map((id) => ({ id, text: text(id) }))];
  return (
    <fieldset class="merge-row" data-undecided={choice === null ? "true" : undefined}>
      <legend>
        {card.label}
        {choice === null && <span class="badge" data-tone="warn">{t("duplicates.merge.choose")}</span>}
      </legend>
      {options.map((option) => (
        <label key={option.id} data-empty={option.text === "" ? "true" : undefined}>
          <input
            type="radio"
            name={`merge-${field.field}`}
            checked={choice === option.id}
            disabled={!card.edit}
            onChange={() => props.onChoose(option.id)}
          />
          <span>{option.text || t("card.none")}</span>
        </label>
      ))}
      {field.unites && (
        <label class="unite">
          <input
            type="radio"
            name={`merge-${field.field}`}
            checked={choice === "all"}
            disabled={!card.edit}
            onChange={() => props.onChoose("all")}
          />
          <span>{t("duplicates.merge.all")}</span>
        </label>
      )}
    </fieldset>
  );
}
