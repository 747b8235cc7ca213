/** What a stage asks before a deal enters: fields that are still empty, and why it was lost. */
import { X } from "lucide-preact";
import { type Signal, signal } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PipelineStage } from "@/crm/pipeline/types.ts";
import type { Deck } from "@/components/pipeline/deck.ts";
import type { Ask } from "@/components/pipeline/moves.ts";
import type { Draft } from "@/components/records/card/edit.ts";
import { sentOf } from "@/components/records/card/values.ts";
import { blank, ValueControl } from "@/components/records/list/ValueControl.tsx";
import { Field } from "@/components/form/Field.tsx";

interface Question {
  stage: PipelineStage;
  names: string[];
  fields: readonly string[];
  answer(values: Record<string, unknown> | null): void;
}

/** A question that waits for its answer, and how to ask it. */
export function asking(): { question: Signal<Question | null>; ask: Ask } {
  const question = signal<Question | null>(null);
  return {
    question,
    ask: ({ stage, names, fields }) =>
      new Promise((done) => {
        question.peek()?.answer(null);
        question.value = {
          stage,
          names,
          fields,
          answer(values) {
            question.value = null;
            done(values);
          },
        };
      }),
  };
}

/** Controls that want more room than a dialog has. */
const TOO_LARGE = ["lines", "params"];

export function AskDialog(props: { deck: Deck; question: Signal<Question | null> }) {
  const { deck } = props;
  const { t, setup } = deck;
  const question = props.question.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const [names, setNames] = useState<Record<string, string>>({});
  useLayoutEffect(() => {
    if (!question) return dialog.current?.close();
    setDrafts({});
    if (!dialog.current?.open) dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>(".dialog-body :is(input, select, textarea, button)")?.focus();
  }, [question]);
  const known = new Map(setup.fields.map((field) => [field.key, field]));
  const wanted = question?.fields ?? [];
  const here = wanted.flatMap((key) => {
    const field = known.get(key);
    return field?.edit && !TOO_LARGE.includes(field.type) ? [field] : [];
  });
  const elsewhere = wanted.filter((key) => !here.some((field) => field.key === key));
  const reason = question?.stage.type === "lost" ? known.get("lossReason") : undefined;
  const note = question?.stage.type === "lost" ? known.get("lossNote") : undefined;
  const lost = reason !== undefined && reason.edit;
  const single = question?.names.length === 1 ? question.names[0] : null;
  const send = () => {
    const fields = [...here, ...(lost ? [reason] : []), ...(lost && note?.edit ? [note] : [])];
    const given = fields.filter(({ key }) => drafts[key] !== undefined && drafts[key] !== "");
    question?.answer(
      Object.fromEntries(given.map((field) => [field.key, sentOf(field, drafts[field.key], setup.zone)])),
    );
  };
  const put = (key: string, draft: Draft) => setDrafts((now) => ({ ...now, [key]: draft }));
  return (
    <dialog
      ref={dialog}
      class="bd-ask"
      aria-labelledby="bd-ask-title"
      onClose={() => question?.answer(null)}
    >
      {question && (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <header>
            <h2 id="bd-ask-title">
              {here.length + elsewhere.length === 0 && lost
                ? t("board.lost.title")
                : t("board.needs.title", { stage: question.stage.name })}
            </h2>
            <button
              type="button"
              class="btn icon small plain"
              aria-label={t("shell.close")}
              onClick={() => question.answer(null)}
            >
              <X size={16} aria-hidden="true" />
            </button>
          </header>
          <div class="dialog-body">
            {wanted.length > 0 && <p>{t("board.needs.hint", { name: single ?? "" })}</p>}
            {here.map((field) => (
              <Field key={field.key} id={`bd-ask-${field.key}`} label={field.label}>
                <ValueControl
                  id={`bd-ask-${field.key}`}
                  field={field}
                  draft={drafts[field.key] ?? blank(field)}
                  names={names}
                  onName={(id, name) => setNames((now) => ({ ...now, [id]: name }))}
                  onDraft={(draft) => put(field.key, draft)}
                />
              </Field>
            ))}
            {elsewhere.length > 0 && (
              <p class="note-box" data-tone="warn">
                {t("board.needs.other", {
                  fields: elsewhere.map((key) => known.get(key)?.label ?? key).join(", "),
                })}
              </p>
            )}
            {lost && (
              <>
                <p class="quiet">
                  {single !== null
                    ? t("board.lost.hint", { name: single })
                    : t("board.lost.hint.many", { count: question.names.length })}
                </p>
                {setup.lossReasons.length > 0 && (
                  <fieldset class="bd-reasons">
                    <legend class="unseen">{t("board.lost.reason")}</legend>
                    {setup.lossReasons.map(({ id, name }) => (
                      <label key={id} class="check">
                        <input
                          type="radio"
                          name="bd-reason"
                          value={id}
                          checked={drafts.lossReason === id}
                          onChange={() => put("lossReason", id)}
                        />
                        <span>{name}</span>
                      </label>
                    ))}
                  </fieldset>
                )}
                {note?.edit && (
                  <Field id="bd-ask-note" label={t("board.lost.note")}>
                    <textarea
                      id="bd-ask-note"
                      class="input"
                      rows={2}
                      maxLength={1_000}
                      value={typeof drafts.lossNote === "string" ? drafts.lossNote : ""}
                      onInput={(event) => put("lossNote", event.currentTarget.value)}
                    />
                  </Field>
                )}
              </>
            )}
          </div>
          <div class="dialog-foot">
            {lost && wanted.length === 0 && (
              <button type="button" class="btn plain" onClick={() => question.answer({})}>
                {t("board.lost.skip")}
              </button>
            )}
            <span class="grow" />
            <button type="button" class="btn" onClick={() => question.answer(null)}>{t("shell.cancel")}</button>
            <button type="submit" class="btn primary">{t("board.dialog.move")}</button>
          </div>
        </form>
      )}
    </dialog>
  );
}
