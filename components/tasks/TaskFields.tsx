/** The fields of a task in its dialog. */
import { History } from "lucide-preact";
import { Field, SelectField, TextField } from "@/components/form/Field.tsx";
import { Deliveries } from "@/components/notices/Deliveries.tsx";
import { Reminders } from "@/components/records/card/Reminders.tsx";
import { type Draft, linkKinds, PRIORITIES, TYPES } from "@/components/tasks/draft.ts";
import { DueField } from "@/components/tasks/DueField.tsx";
import { LinksField } from "@/components/tasks/LinksField.tsx";
import { RepeatField } from "@/components/tasks/RepeatField.tsx";
import type { Refused, Scope, useTaskDraft } from "@/components/tasks/useTaskDraft.ts";
import type { Zone } from "@/components/time/format.ts";
import type { TaskSetup } from "@/crm/tasks/mod.ts";
import { useT } from "@/components/i18n.ts";

export function TaskFields(props: {
  id: string;
  draft: Draft;
  setup: TaskSetup;
  form: ReturnType<typeof useTaskDraft>;
  zone: Zone;
  task: string | null;
  mayEdit: boolean;
  scope: Scope;
  setScope(scope: Scope): void;
  refused: Refused | null;
}) {
  const t = useT();
  const { id, draft, setup, form, zone, mayEdit, scope } = props;
  const { change } = form;
  const closed = (key: string) => !mayEdit || setup.closed.includes(key);
  const wrong = (key: string) => props.refused?.detail?.field === key ? t(props.refused.code, { field: "" }) : null;
  const owners = setup.people.some((one) => one.id === draft.owner) || draft.owner === ""
    ? setup.people
    : [{ id: draft.owner, name: form.names[draft.owner] ?? t("tasks.dialog.unseen") }, ...setup.people];
  return (
    <>
      {form.restored && (
        <p class="note-box" role="status">
          <History size={15} aria-hidden="true" />
          <span class="grow">{t("tasks.dialog.restored")}</span>
          <button type="button" class="btn small" onClick={form.discard}>{t("tasks.dialog.discard")}</button>
        </p>
      )}
      {!mayEdit && <p class="quiet">{t("tasks.dialog.read-only")}</p>}
      <TextField
        id={`${id}-name`}
        label={t("tasks.dialog.name")}
        data-name
        maxLength={300}
        autocomplete="off"
        disabled={closed("name")}
        error={wrong("name")}
        value={draft.name}
        onInput={(event) => change({ ...draft, name: event.currentTarget.value })}
      />
      <DueField id={`${id}-due`} {...{ draft, setup, zone, change }} disabled={closed("due")} />
      <div class="form-grid">
        <SelectField
          id={`${id}-type`}
          label={t("tasks.type")}
          value={draft.type}
          disabled={closed("type")}
          options={TYPES.map((type) => ({ value: type, label: t(`records.type.${type}`) }))}
          onChange={(type) => change({ ...draft, type })}
        />
        <SelectField
          id={`${id}-priority`}
          label={t("tasks.priority")}
          value={draft.priority}
          disabled={closed("priority")}
          options={PRIORITIES.map((one) => ({ value: one, label: t(`records.priority.${one}`) }))}
          onChange={(priority) => change({ ...draft, priority })}
        />
        <SelectField
          id={`${id}-owner`}
          label={t("tasks.dialog.owner")}
          value={draft.owner}
          disabled={closed("owner")}
          options={[
            ...(setup.edit !== "own" || draft.owner === "" ? [{ value: "", label: t("tasks.assign.nobody") }] : []),
            ...owners.map((one) => ({ value: one.id, label: one.name })),
          ]}
          onChange={(owner) => change({ ...draft, owner })}
        />
        <RepeatField
          id={`${id}-repeat`}
          day={draft.day}
          repeat={draft.repeat}
          locale={zone.locale}
          disabled={closed("repeat")}
          error={wrong("repeat")}
          onChange={(repeat) => change({ ...draft, repeat })}
        />
      </div>
      <LinksField
        id={`${id}-link`}
        links={draft.links}
        kinds={linkKinds(setup.kinds)}
        names={form.names}
        disabled={!mayEdit}
        change={(links, named) => {
          if (named) form.name(named.id, named.name);
          change({ ...draft, links });
        }}
      />
      {draft.day !== "" && !closed("reminders") && (
        <div class="field">
          <span class="label">{t("tasks.dialog.reminders")}</span>
          <Reminders
            id={`${id}-reminders`}
            label={t("tasks.dialog.reminders")}
            reminders={draft.reminders}
            onChoose={(reminders) => change({ ...draft, reminders })}
          />
        </div>
      )}
      {props.task && draft.reminders.length > 0 && <Deliveries task={props.task} canResend={mayEdit} zone={zone} />}
      <Field id={`${id}-note`} label={t("tasks.dialog.note")}>
        <textarea
          class="textarea"
          id={`${id}-note`}
          rows={2}
          maxLength={4_000}
          disabled={closed("note")}
          value={draft.note}
          onInput={(event) => change({ ...draft, note: event.currentTarget.value })}
        />
      </Field>
      {form.record?.values.repeat && mayEdit && (
        <div class="field" role="group" aria-label={t("tasks.dialog.scope")}>
          <span class="segmented">
            {(["one", "following"] as const).map((one) => (
              <button
                type="button"
                key={one}
                aria-pressed={scope === one}
                onClick={() => props.setScope(one)}
              >
                {t(`tasks.dialog.scope.${one}`)}
              </button>
            ))}
          </span>
        </div>
      )}
    </>
  );
}
