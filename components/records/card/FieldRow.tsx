/**
 * A field of the card, edited in place: Tab or click to it, Enter saves (Ctrl+Enter in long texts), Esc gives it up,
 * leaving it saves. What a save was refused for stands below the text, which stays.
 */
import { Check, CloudUpload, Pencil, TriangleAlert, UserRoundPen } from "lucide-preact";
import { useId, useRef } from "preact/hooks";
import { Control } from "@/components/records/card/Control.tsx";
import type { CardField, Words } from "@/components/records/card/types.ts";
import { worded } from "@/components/deals/refusal.ts";
import { type Card, PLURAL } from "@/components/records/card/useCard.ts";
import { type FieldEdit, useField } from "@/components/records/card/useField.ts";
import { textOf } from "@/components/records/card/values.ts";
import { useT } from "@/components/i18n.ts";

export interface RowProps {
  field: CardField;
  card: Card;
  words: Words;
  /** Who changed a field last, as the timeline knows it. */
  whoChanged(key: string): string | null;
}

export function FieldRow(props: RowProps) {
  return props.field.edit ? <EditRow {...props} /> : <ViewRow {...props} />;
}

function ViewRow({ field, card, words }: RowProps) {
  const t = useT();
  const value = card.record.values[field.key] ?? null;
  const text = textOf(value, field, { ...words, t });
  const link = field.type === "record" && typeof value === "string" && card.names[value] !== undefined && field.target;
  return (
    <div class="card-field" data-field={field.key}>
      <span class="card-label">{field.label}</span>
      <span class="card-value" data-long={field.type === "long-text" ? "true" : undefined}>
        {link ? <a href={`/${PLURAL[link]}/${value}`}>{text || t("card.unnamed")}</a> : text || "–"}
      </span>
    </div>
  );
}

function EditRow(props: RowProps) {
  const { field, card, words } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const state = useField(card, field, { zone: words.zone, box });
  const note = `${id}-note`;
  const leaves = (event: FocusEvent & { currentTarget: HTMLElement }) =>
    !(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const inButton = event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement;
    if (event.key === "Escape" && (state.dirty || state.edit.refused)) {
      event.preventDefault();
      event.stopPropagation();
      state.cancel();
    } else if (event.key === "Enter" && !inButton) {
      if (event.target instanceof HTMLTextAreaElement && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      state.save();
    }
  };
  const grouped = ["multi-select", "tags", "phones", "emails", "record", "records", "reminders"].includes(field.type);
  const Label = grouped ? "span" : "label";
  return (
    <div
      ref={box}
      class="card-field"
      data-field={field.key}
      data-dirty={state.dirty ? "true" : undefined}
      onFocusIn={state.onFocus}
      onFocusOut={(event) => leaves(event) && state.onLeave()}
      onKeyDown={onKeyDown}
    >
      <Label class="card-label" {...(grouped ? {} : { for: id })}>
        {field.label}
        {field.required && <span aria-hidden="true">*</span>}
      </Label>
      <div class="card-control">
        <Control id={id} field={field} card={card} state={state} describedBy={note} />
        <div id={note}>
          <FieldNotes {...props} state={state} />
        </div>
      </div>
    </div>
  );
}

/** How the edit goes: saving, saved, refused, or changed by somebody else. `always`: also in edit it is saved by a button. */
export function FieldNotes(props: RowProps & { state: FieldEdit; always?: boolean }) {
  const { state } = props;
  if (state.conflict) return <Conflict {...props} />;
  return state.edit.refused
    ? <RefusedNote state={state} fields={props.words.fields} />
    : <Mark state={state} always={props.always ?? false} />;
}

function Mark({ state, always }: { state: FieldEdit; always: boolean }) {
  const t = useT();
  const what = state.busy ? "saving" : state.dirty ? "unsaved" : state.edit.saved ? "saved" : null;
  if (!what) return <span class="save-state" role="status" />;
  const Icon = { saving: CloudUpload, saved: Check, unsaved: Pencil }[what];
  return (
    <span class="save-state" data-save={what} role="status">
      <Icon size={13} aria-hidden="true" />
      {t(`card.save.${what}`)}
      {what === "unsaved" && (always || !state.edit.focused) && (
        <>
          <button type="button" class="btn small" onClick={state.save}>{t("shell.save")}</button>
          <button type="button" class="btn small plain" onClick={state.cancel}>{t("card.give-up")}</button>
        </>
      )}
    </span>
  );
}

function RefusedNote({ state, fields }: { state: FieldEdit; fields: Words["fields"] }) {
  const t = useT();
  const { code, detail } = state.edit.refused!;
  return (
    <div class="card-note" data-tone="bad" role="alert">
      <TriangleAlert size={14} aria-hidden="true" />
      <span class="grow">{t(code, worded(detail, fields))}</span>
      <button type="button" class="btn small" onClick={state.save}>{t("card.again")}</button>
      <button type="button" class="btn small plain" onClick={state.cancel}>{t("card.give-up")}</button>
    </div>
  );
}

function Conflict(props: RowProps & { state: FieldEdit }) {
  const t = useT();
  const { state, field, words } = props;
  const who = props.whoChanged(field.key);
  return (
    <div class="card-note" data-tone="warn" role="alert">
      <UserRoundPen size={14} aria-hidden="true" />
      <span class="grow">
        {who ? t("card.conflict.by", { who }) : t("card.conflict")}{" "}
        <b>{textOf(state.edit.known, field, { ...words, t }) || t("card.conflict.empty")}</b>
      </span>
      <button type="button" class="btn small" onClick={state.takeTheirs}>{t("card.conflict.take")}</button>
      <button type="button" class="btn small" onClick={state.keepMine}>{t("card.conflict.keep")}</button>
    </div>
  );
}
