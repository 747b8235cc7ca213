/** What a stage asks for before a deal enters, and why a deal was lost. */
import { TriangleAlert } from "lucide-preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Field } from "@/components/form/Field.tsx";
import { Options } from "@/components/form/Options.tsx";
import type { Asking, Move } from "@/components/deals/useMove.ts";
import type { Draft } from "@/components/records/card/edit.ts";
import type { CardField, Words } from "@/components/records/card/types.ts";
import type { Card } from "@/components/records/card/useCard.ts";
import { draftOf, sentOf } from "@/components/records/card/values.ts";
import { isBlank } from "@/components/records/list/new_record.ts";
import { ValueControl } from "@/components/records/list/ValueControl.tsx";
import { listFieldOf } from "@/components/records/list/field.ts";
import { useT } from "@/components/i18n.ts";

type Drafts = Record<string, Draft>;

export function StageDialog(props: { move: Move; card: Card; words: Words }) {
  const { asking } = props.move;
  // Drawn anew for each question: what was typed for another stage is no answer to this one.
  return asking ? <Question key={asking.stage.id} {...props} asking={asking} /> : null;
}

function Question(props: { move: Move; card: Card; words: Words; asking: Asking }) {
  const t = useT();
  const { move, card, words, asking } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const lost = asking.stage.type === "lost";
  const fields = asking.fields.flatMap((key) => words.fields.get(key) ?? []);
  const own = fields.filter((field) => field.edit && field.type !== "lines");
  const elsewhere = fields.filter((field) => !field.edit || field.type === "lines");
  const [drafts, setDrafts] = useState<Drafts>(() =>
    Object.fromEntries(
      own.map((field) => [field.key, draftOf(field, words.zone.timeZone)(card.record.values[field.key] ?? null)]),
    )
  );
  const [tried, setTried] = useState(false);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>(".dialog-body :is(input, select, textarea)")?.focus();
  }, []);
  /** A comment is welcome, a reason is needed where there are any. */
  const needed = (field: CardField) =>
    field.key !== "lossNote" && (field.key !== "lossReason" || field.options.some(({ retired }) => !retired));
  const missing = own.filter((field) => needed(field) && isBlank(drafts[field.key]));
  const send = () => {
    setTried(true);
    if (missing.length > 0) {
      return document.getElementById(`ask-${missing[0].key}`)?.focus();
    }
    void move.answer(Object.fromEntries(own.map((field) => [field.key, sentOf(field, drafts[field.key], words.zone)])));
  };
  return (
    <dialog ref={dialog} class="stage-dialog" aria-labelledby="ask-title" onClose={move.giveUp}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!move.moving) send();
        }}
      >
        <header>
          <h2 id="ask-title">
            {t(lost ? "deals.lost.title" : "deals.asks.title", { stage: asking.stage.name })}
          </h2>
        </header>
        <div class="dialog-body">
          {own.map((field) => (
            <Field
              key={field.key}
              id={`ask-${field.key}`}
              label={field.label}
              error={tried && missing.includes(field) ? t("records.error.required") : null}
            >
              {field.type === "loss-reason"
                ? (
                  <select
                    id={`ask-${field.key}`}
                    class="select"
                    value={`${drafts[field.key]}`}
                    onChange={(event) => setDrafts({ ...drafts, [field.key]: event.currentTarget.value })}
                  >
                    <option value="">{t("deals.lost.choose")}</option>
                    <Options options={field.options.filter(({ retired }) => !retired)} value={`${drafts[field.key]}`} />
                  </select>
                )
                : field.key === "lossNote"
                ? (
                  <textarea
                    id={`ask-${field.key}`}
                    class="textarea"
                    rows={3}
                    maxLength={field.max}
                    placeholder={t("deals.lost.note")}
                    value={`${drafts[field.key]}`}
                    onInput={(event) => setDrafts({ ...drafts, [field.key]: event.currentTarget.value })}
                  />
                )
                : (
                  <ValueControl
                    id={`ask-${field.key}`}
                    field={listFieldOf(field)}
                    draft={drafts[field.key]}
                    names={card.names}
                    onName={card.name}
                    invalid={tried && missing.includes(field)}
                    onDraft={(draft) => setDrafts({ ...drafts, [field.key]: draft })}
                  />
                )}
            </Field>
          ))}
          {elsewhere.length > 0 && (
            <p class="note-box" data-tone="warn">
              <TriangleAlert size={16} aria-hidden="true" />
              {t("deals.asks.elsewhere", { fields: elsewhere.map(({ label }) => `«${label}»`).join(", ") })}
            </p>
          )}
          {asking.refused && (
            <p class="note-box" data-tone="bad" role="alert">
              <TriangleAlert size={16} aria-hidden="true" />
              {asking.refused}
            </p>
          )}
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={() => dialog.current?.close()}>{t("card.give-up")}</button>
          <button
            type="submit"
            class={`btn ${lost ? "danger" : "primary"}`}
            disabled={move.moving || elsewhere.length > 0}
            aria-busy={move.moving}
          >
            {t(lost ? "deals.lost.do" : "deals.asks.do")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
