/** A task is done: what came of it, and what is next. */
import { X } from "lucide-preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { isText, keep, kept } from "@/components/kept.ts";
import { readQuick } from "@/components/tasks/quick.ts";
import { dueText } from "@/components/tasks/words.ts";
import type { Zone } from "@/components/time/format.ts";
import { serverNow } from "@/components/time/now.ts";
import { Field } from "@/components/form/Field.tsx";
import { useT } from "@/components/i18n.ts";
import type { CrmRecord, Values } from "@/crm/record/types.ts";
import type { TaskSetup } from "@/crm/tasks/mod.ts";

export function FinishDialog(props: {
  task: CrmRecord;
  setup: TaskSetup;
  zone: Zone;
  /** The deal has nothing else to be done. */
  last?: boolean;
  save(done: { result?: string; next?: Values }): void;
  onClose(): void;
}) {
  const t = useT();
  const id = useId();
  const { task, setup, zone } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const place = `finish.${task.id}`;
  const [result, setResult] = useState("");
  const [next, setNext] = useState("");
  useEffect(() => {
    setResult(kept(place, "", isText));
    dialog.current?.showModal();
  }, []);
  const quick = next.trim() === ""
    ? null
    : readQuick(next, { now: serverNow(), zone: setup.timeZone, people: setup.people });
  const submit = (event: Event) => {
    event.preventDefault();
    keep(place, null);
    const values: Values | undefined = quick
      ? Object.fromEntries(Object.entries({ ...quick }).filter(([, value]) => value !== null))
      : undefined;
    dialog.current?.close();
    props.save({ ...(result.trim() ? { result: result.trim() } : {}), ...(values ? { next: values } : {}) });
  };
  return (
    <dialog ref={dialog} class="finish-dialog" aria-labelledby={`${id}-title`} onClose={props.onClose}>
      <form onSubmit={submit}>
        <header>
          <h2 id={`${id}-title`}>{t("tasks.finish.title")}</h2>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("shell.close")}
            onClick={() => dialog.current?.close()}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          <p class="quiet clip">{`${task.values.name ?? ""}`}</p>
          <Field id={`${id}-result`} label={t("tasks.finish.result")}>
            <textarea
              class="textarea"
              id={`${id}-result`}
              rows={2}
              maxLength={2_000}
              autoFocus
              value={result}
              onInput={(event) => {
                setResult(event.currentTarget.value);
                keep(place, event.currentTarget.value || null);
              }}
            />
          </Field>
          <Field
            id={`${id}-next`}
            label={t("tasks.finish.next")}
            hint={quick
              ? `${quick.name} · ${dueText(quick, zone, serverNow()) ?? t("tasks.quick.no-due")}`
              : t(props.last ? "tasks.finish.no-next" : "tasks.finish.next.hint")}
          >
            <input
              class="input"
              id={`${id}-next`}
              autocomplete="off"
              maxLength={500}
              placeholder={t("tasks.quick.placeholder")}
              value={next}
              aria-describedby={`${id}-next-hint`}
              onInput={(event) => setNext(event.currentTarget.value)}
            />
          </Field>
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={() => dialog.current?.close()}>{t("shell.cancel")}</button>
          <button type="submit" class="btn primary">{t("tasks.finish.save")}</button>
        </div>
      </form>
    </dialog>
  );
}
