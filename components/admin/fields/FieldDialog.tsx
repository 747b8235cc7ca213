/** Making and changing an own field. */
import { X } from "lucide-preact";
import { useState } from "preact/hooks";
import type { RefObject } from "preact";
import { type Answer, call } from "@/components/api.ts";
import type { OwnField } from "@/crm/fields/mod.ts";
import { CheckField, SelectField, TextField } from "@/components/form/Field.tsx";
import { bodyOf, type Draft, isChoice, type OwnFieldType, TYPES } from "@/components/admin/fields/draft.ts";
import { Conversion } from "@/components/admin/fields/Conversion.tsx";
import { OptionsEditor } from "@/components/admin/fields/OptionsEditor.tsx";
import { useT } from "@/components/i18n.ts";

export interface FieldDialogProps {
  dialog: RefObject<HTMLDialogElement>;
  draft: Draft;
  /** Type that records hold now. */
  from: OwnFieldType;
  change(draft: Draft): void;
  saved(field: OwnField, fresh: boolean): void;
  archive(): void;
}

export function FieldDialog(props: FieldDialogProps) {
  const t = useT();
  const { draft, change, dialog } = props;
  const [busy, setBusy] = useState(false);
  const [blocked, setBlocked] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const fresh = draft.id === null;
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const body = bodyOf(draft);
    const answer: Answer<OwnField> = fresh
      ? await call<OwnField>("POST", "/api/v1/fields", body)
      : await call<OwnField>("PATCH", `/api/v1/fields/${draft.id}`, body);
    setBusy(false);
    if (!answer.ok) return setError(t(answer.code, answer.detail));
    dialog.current?.close();
    props.saved(answer.value, fresh);
  };
  const takeOptions = (words: string[]) =>
    change({ ...draft, options: words.map((word, n) => ({ n, titleRu: word, titleEn: word })) });
  const titled = draft.titleRu.trim() !== "" || draft.titleEn.trim() !== "";
  return (
    <dialog ref={dialog} class="field-dialog" aria-labelledby="field-title" onClose={() => setError(null)}>
      <form onSubmit={submit}>
        <header>
          <h2 id="field-title">{t(fresh ? "records.fields.new" : "records.fields.edit")}</h2>
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
          <div class="form-grid">
            <TextField
              id="field-ru"
              label={t("admin.field.title-ru")}
              maxLength={120}
              required={!titled}
              value={draft.titleRu}
              onInput={(event) => change({ ...draft, titleRu: event.currentTarget.value })}
            />
            <TextField
              id="field-en"
              label={t("admin.field.title-en")}
              maxLength={120}
              required={!titled}
              value={draft.titleEn}
              onInput={(event) => change({ ...draft, titleEn: event.currentTarget.value })}
            />
          </div>
          <SelectField
            id="field-type"
            label={t("records.fields.type")}
            hint={t(`records.fields.type.${draft.type}.hint`)}
            value={draft.type}
            options={TYPES.map((type) => ({ value: type, label: t(`records.fields.type.${type}`) }))}
            onChange={(type) => change({ ...draft, type: type as OwnFieldType })}
          />
          {isChoice(draft.type) && (
            <OptionsEditor
              options={draft.options}
              change={(options) => change({ ...draft, options })}
            />
          )}
          <Conversion
            draft={draft}
            from={props.from}
            judge={(verdict) => setBlocked(verdict.blocked)}
            takeOptions={takeOptions}
          />
          <CheckField
            label={t("records.fields.required")}
            hint={t("records.fields.required.hint")}
            checked={draft.required}
            onChange={(required) => change({ ...draft, required })}
          />
          {error && <p class="note-box" data-tone="bad" role="alert">{error}</p>}
        </div>
        <div class="dialog-foot">
          {!fresh && (
            <>
              <button type="button" class="btn danger-quiet" disabled={busy} onClick={props.archive}>
                {t("records.fields.archive")}
              </button>
              <span class="grow" />
            </>
          )}
          <button type="button" class="btn" onClick={() => dialog.current?.close()}>{t("shell.cancel")}</button>
          <button type="submit" class="btn primary" disabled={busy || blocked}>
            {t(fresh ? "records.fields.create" : "shell.save")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
