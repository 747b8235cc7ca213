/** A new task where it was drawn. */
import { X } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import { TextField } from "@/components/form/Field.tsx";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function NewTask(
  props: {
    zone: Zone;
    task: string | null;
    initial?: Record<string, string | number | boolean>;
    onClose(): void;
    onSaved?(): void;
  },
) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    if (props.task) location.assign(`/tasks/${props.task}`);
    else dialog.current?.showModal();
  }, []);
  const submit = async (event: Event) => {
    event.preventDefault();
    const answer = await post("/api/v1/tasks", { values: { ...props.initial, name } });
    if (!answer.ok) return setError(t(answer.code, answer.detail));
    props.onSaved?.();
    props.onClose();
  };
  return (
    <dialog ref={dialog} aria-labelledby="cal-new-title" onClose={props.onClose}>
      <form onSubmit={submit}>
        <header>
          <h2 id="cal-new-title">{t("calendar.new")}</h2>
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("calendar.close")}
            onClick={() => dialog.current?.close()}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          <TextField
            id="cal-new-name"
            label={t("calendar.new.name")}
            required
            autoFocus
            value={name}
            error={error}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <div class="dialog-foot">
          <button type="submit" class="btn primary">{t("shell.save")}</button>
        </div>
      </form>
    </dialog>
  );
}
