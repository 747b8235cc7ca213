/** The dialog of a new record: what people need first, who is there already, and a draft that survives a reload. */
import { TriangleAlert, X } from "lucide-preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { post } from "@/components/api.ts";
import type { CrmRecord, RecordKind } from "@/crm/record/types.ts";
import { worded } from "@/components/deals/refusal.ts";
import { isContactable } from "@/crm/record/kinds.ts";
import { Field } from "@/components/form/Field.tsx";
import { Twins, useTwins } from "@/components/records/card/Twins.tsx";
import {
  type Drafts,
  formFields,
  isBlank,
  keepDrafts,
  keptDrafts,
  twinQuery,
  valuesOf,
} from "@/components/records/list/new_record.ts";
import type { ListField, ListSetup, ListWords } from "@/components/records/list/types.ts";
import { blank, ValueControl } from "@/components/records/list/ValueControl.tsx";
import { useT } from "@/components/i18n.ts";

export interface Made {
  record: CrmRecord;
  names: Record<string, string>;
}

export function NewRecord(
  props: {
    kind: RecordKind;
    path: string;
    open: boolean;
    words: ListWords;
    user: string;
    /** What it begins with, once. */
    begin?: ListSetup["begin"];
    onMade(made: Made): void;
    onClose(): void;
  },
) {
  const t = useT();
  const { kind, open, words } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [drafts, setDrafts] = useState<Drafts>({});
  const [names, setNames] = useState(words.names);
  const once = useRef(props.begin ?? null);
  const [error, setError] = useState<{ field: string | null; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const { first, rest } = formFields(kind, [...words.fields.values()]);
  const all = [...first, ...rest];
  // Before it is painted: nobody sees the form empty for a moment, or types into it then.
  useLayoutEffect(() => {
    if (!open) return dialog.current?.close();
    const left = keptDrafts(kind);
    const owner = words.fields.get("owner")?.options.some(({ value }) => value === props.user) ? props.user : "";
    const begin = once.current;
    once.current = null;
    if (begin) setNames((now) => ({ ...now, ...begin.names }));
    setDrafts(begin ? { ...(owner ? { owner } : {}), ...begin.drafts } : left ?? (owner ? { owner } : {}));
    setError(null);
    if (!dialog.current?.open) dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>("#new-name")?.focus();
  }, [open]);
  const twins = useTwins(open && isContactable(kind) ? twinQuery(kind, drafts) : null);
  const sure = twins.matches.some(({ why }) => why !== "name") || twins.hidden;
  const put = (key: string, draft: Drafts[string]) => {
    const next = { ...drafts, [key]: draft };
    setDrafts(next);
    if (error?.field === key) setError(null);
    keepDrafts(kind, isUntouched(next, props.user) ? null : next);
  };
  const send = async () => {
    setBusy(true);
    const answer = await post<Made>(props.path, { values: valuesOf(drafts, all, words.zone) });
    setBusy(false);
    if (!answer.ok) {
      const field = typeof answer.detail?.field === "string" ? answer.detail.field : null;
      setError({ field, text: t(answer.code, worded(answer.detail, words.fields)) });
      if (field) {
        requestAnimationFrame(() => document.getElementById(`new-${field}`)?.focus());
      }
      return;
    }
    keepDrafts(kind, null);
    setDrafts({});
    props.onMade(answer.value);
  };
  const control = (field: ListField) => (
    <Field
      key={field.key}
      id={`new-${field.key}`}
      label={field.required ? t("records.list.required", { field: field.label }) : field.label}
      error={error?.field === field.key ? error.text : null}
    >
      <ValueControl
        id={`new-${field.key}`}
        field={field}
        draft={drafts[field.key] ?? blank(field)}
        names={{ ...words.names, ...names }}
        onName={(id, name) => setNames((now) => ({ ...now, [id]: name }))}
        invalid={error?.field === field.key}
        describedBy={error?.field === field.key ? `new-${field.key}-error` : undefined}
        onDraft={(draft) => put(field.key, draft)}
      />
    </Field>
  );
  const loose = error && !all.some(({ key }) => key === error.field);
  return (
    <dialog ref={dialog} class="rl-new" aria-labelledby="new-title" onClose={() => open && props.onClose()}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send();
        }}
      >
        <header>
          <h2 id="new-title">{t(`shell.command.new-${kind}`)}</h2>
          <button type="button" class="btn icon small plain" aria-label={t("shell.close")} onClick={props.onClose}>
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        <div class="dialog-body">
          {open && <div class="rl-new-fields">{first.map(control)}</div>}
          {open && <Twins found={twins} kind={kind} onMerge={null} />}
          {open && rest.length > 0 && (
            <details
              class="fold"
              open={rest.some(({ key }) => key === error?.field) || undefined}
            >
              <summary>{t("records.list.all-fields")}</summary>
              <div class="rl-new-fields">{rest.map(control)}</div>
            </details>
          )}
          {loose && (
            <p class="note-box" data-tone="bad" role="alert">
              <TriangleAlert size={16} aria-hidden="true" />
              {error.text}
            </p>
          )}
        </div>
        <div class="dialog-foot">
          {Object.values(drafts).some((draft) => !isBlank(draft)) && (
            <button
              type="button"
              class="btn plain"
              onClick={() => {
                keepDrafts(kind, null);
                setDrafts({});
                setError(null);
              }}
            >
              {t("records.list.clear")}
            </button>
          )}
          <span class="grow" />
          <button type="button" class="btn" onClick={props.onClose}>{t("shell.cancel")}</button>
          <button type="submit" class="btn primary" disabled={busy} aria-busy={busy}>
            {t(sure ? "records.list.create-anyway" : "records.list.create")}
          </button>
        </div>
      </form>
    </dialog>
  );
}

const isUntouched = (drafts: Drafts, user: string) =>
  Object.entries(drafts).every(([key, draft]) => isBlank(draft) || (key === "owner" && draft === user));
