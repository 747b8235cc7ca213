/** A task, new or changed, from anywhere: mounted it is open, unmounted in `onClose`. */
import { ExternalLink, X } from "lucide-preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import { TaskFields } from "@/components/tasks/TaskFields.tsx";
import { useTaskSetup } from "@/components/tasks/setup.ts";
import { type Refused, type Scope, useTaskDraft } from "@/components/tasks/useTaskDraft.ts";
import type { Zone } from "@/components/time/format.ts";
import { toast } from "@/components/toast.ts";
import type { CrmRecord, Values } from "@/crm/record/types.ts";
import { useT } from "@/components/i18n.ts";

export interface TaskDialogProps {
  zone: Zone;
  /** Id of the task that is edited; null: a new one. */
  task: string | null;
  /** First values of a new one, by field. */
  initial?: Values;
  /** Names of what `initial` links to, by id. */
  names?: Record<string, string>;
  onClose(): void;
  onSaved?(record: CrmRecord, how: { created: boolean }): void;
}

export function TaskDialog(props: TaskDialogProps) {
  const t = useT();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const known = useTaskSetup();
  const form = useTaskDraft(props, known.setup);
  const [scope, setScope] = useState<Scope>("one");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const { setup } = known;
  const { draft, record } = form;
  const fresh = props.task === null;
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (draft && fresh) dialog.current?.querySelector<HTMLInputElement>("[data-name]")?.focus();
  }, [draft !== null]);

  const close = () => dialog.current?.close();
  const takeBack = async (undo: string | null, made: string | null) => {
    const answer = undo
      ? await post(`/api/v1/undo/${undo}`)
      // Whoever may not delete takes the new task off the list all the same.
      : await post(`/api/v1/tasks/${setup?.mayDelete ? "delete" : "skip"}`, { select: { ids: [made] } });
    if (!answer.ok) toast("bad", t(answer.code, answer.detail));
    else toast("good", t("tasks.undone"));
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy || !draft || !setup) return;
    if (draft.name.trim() === "") return setRefused({ code: "tasks.dialog.need-name", detail: { field: "name" } });
    setBusy(true);
    setRefused(null);
    const answer = await form.save(scope);
    setBusy(false);
    if (!answer.ok) return setRefused(answer);
    close();
    if (!answer.value) return;
    const { record: saved, undo } = answer.value;
    toast(
      "good",
      fresh ? t("tasks.added", { name: draft.name.trim() }) : t("tasks.saved"),
      undo !== null || fresh
        ? { label: t("tasks.undo"), run: () => void takeBack(undo, fresh ? saved.id : null) }
        : undefined,
    );
    props.onSaved?.(saved, { created: fresh });
  };
  const reload = async () => {
    setRefused(null);
    form.discard();
    form.again();
    await Promise.resolve();
  };
  const failed = known.failed ?? form.failed;
  const mayEdit = setup !== null && setup.edit !== "none" && record?.archived !== true;
  return (
    <dialog
      ref={dialog}
      class="task-dialog"
      aria-labelledby={`${id}-title`}
      onClose={() => props.onClose()}
      data-ready={draft ? "true" : undefined}
    >
      <form onSubmit={submit} noValidate>
        <header>
          <h2 id={`${id}-title`}>{t(fresh ? "tasks.dialog.new" : "tasks.dialog.edit")}</h2>
          {props.task && (
            <a class="btn small plain" href={`/tasks/${props.task}`}>
              <ExternalLink size={14} aria-hidden="true" />
              {t("tasks.dialog.open-card")}
            </a>
          )}
          <button type="button" class="btn icon small plain" aria-label={t("shell.close")} onClick={close}>
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          {failed
            ? (
              <p class="note-box" data-tone="bad" role="alert">
                <span class="grow">{t(failed)}</span>
                <button
                  type="button"
                  class="btn small"
                  onClick={() => {
                    known.again();
                    form.again();
                  }}
                >
                  {t("shell.retry")}
                </button>
              </p>
            )
            : !draft || !setup
            ? <p class="loading">{t("tasks.dialog.loading")}</p>
            : (
              <TaskFields
                {...{ id, draft, setup, mayEdit, scope, setScope, refused }}
                form={form}
                zone={props.zone}
                task={props.task}
              />
            )}
          {refused && (
            <p class="note-box" data-tone="bad" role="alert">
              <span class="grow">
                {t(refused.code, { ...refused.detail, field: fieldName(refused, t) })}
              </span>
              {refused.code === "records.error.changed" && (
                <button
                  type="button"
                  class="btn small"
                  onClick={() => void reload()}
                >
                  {t("tasks.dialog.reload")}
                </button>
              )}
            </p>
          )}
        </div>
        <div class="dialog-foot">
          <button
            type="button"
            class="btn"
            onClick={() => {
              form.forget();
              close();
            }}
          >
            {t("shell.cancel")}
          </button>
          {mayEdit && (
            <button type="submit" class="btn primary" disabled={busy || !draft}>
              {t(fresh ? "tasks.quick.add" : "shell.save")}
            </button>
          )}
        </div>
      </form>
    </dialog>
  );
}

const fieldName = (refused: Refused, t: ReturnType<typeof useT>) => {
  const field = refused.detail?.field;
  return field === undefined ? "" : t(`records.field.${field}`);
};
