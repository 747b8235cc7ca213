/**
 * Editor of short lists in the set-up: teams, numbers, pause reasons, dispositions, skills. A row opens in a dialog;
 * what fields there are is given by the page.
 */
import { Pencil, Plus, X } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { CheckField, SelectField, TextField, UnitField } from "@/components/form/Field.tsx";
import { Empty } from "@/components/Empty.tsx";
import { Inbox } from "lucide-preact";
import { useSaving } from "@/components/admin/save.ts";
import { useT } from "@/components/i18n.ts";

export type FieldSpec =
  & { name: string; label: string; hint?: string }
  & (
    | { kind: "text"; required?: boolean; pattern?: string; max?: number; fixed?: boolean; mono?: boolean }
    | { kind: "number"; unit: string; min?: number; max?: number }
    | { kind: "select"; options: { value: string; label: string }[]; nullable?: boolean }
    | { kind: "check" }
    | { kind: "words" }
  );

export type Item = Record<string, string | number | boolean | string[] | null>;

export interface ListEditorProps {
  /** What rows are called by in the API. */
  idField: string;
  items: Item[];
  fields: FieldSpec[];
  /** Columns of the table, by field. */
  columns: string[];
  blank: Item;
  /** `put`: the key is chosen in the form and rows are PUT by it; `rest`: POST makes one, PATCH changes it. */
  style: "put" | "rest";
  path: string;
  words: { add: string; edit: string; remove: string; empty: string; emptyHint: string };
}

export default function ListEditor(props: ListEditorProps) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const [item, setItem] = useState<Item>(props.blank);
  const [fresh, setFresh] = useState(true);
  const saving = useSaving();
  const open = (next: Item | null) => {
    setFresh(next === null);
    setItem(next ?? props.blank);
    dialog.current?.showModal();
  };
  const id = String(item[props.idField] ?? "");
  const submit = async (event: Event) => {
    event.preventDefault();
    const sent = Object.fromEntries(
      Object.entries(item).filter(([name]) => name === "version" || props.fields.some((field) => field.name === name)),
    );
    const one = `${props.path}/${encodeURIComponent(id)}`;
    await (props.style === "put"
      ? saving.run("PUT", one, sent, location.pathname)
      : fresh
      ? saving.run("POST", props.path, sent, location.pathname)
      : saving.run("PATCH", one, sent, location.pathname));
  };
  const remove = () => saving.run("DELETE", `${props.path}/${encodeURIComponent(id)}`, {}, location.pathname);
  const shown = props.columns.map((name) => props.fields.find((field) => field.name === name)!);
  const add = (
    <button type="button" class="btn primary" onClick={() => open(null)}>
      <Plus size={16} aria-hidden="true" />
      {props.words.add}
    </button>
  );
  return (
    <>
      {props.items.length === 0
        ? (
          <div class="card">
            <Empty icon={Inbox} title={props.words.empty} action={add}>{props.words.emptyHint}</Empty>
          </div>
        )
        : (
          <>
            <div class="table-wrap">
              <table class="table cards">
                <thead>
                  <tr>
                    {shown.map((field) => <th scope="col" key={field.name}>{field.label}</th>)}
                    <th scope="col">
                      <span class="unseen">{props.words.edit}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {props.items.map((row) => (
                    <tr key={String(row[props.idField])}>
                      {shown.map((field, index) =>
                        index === 0
                          ? <th scope="row" key={field.name}>{textOf(row[field.name], field, t)}</th>
                          : <td key={field.name} data-label={field.label}>{textOf(row[field.name], field, t)}</td>
                      )}
                      <td class="actions">
                        <button
                          type="button"
                          class="btn icon small plain"
                          aria-label={`${props.words.edit}: ${textOf(row[shown[0].name], shown[0], t)}`}
                          onClick={() => open(row)}
                        >
                          <Pencil size={15} aria-hidden="true" />
                        </button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <div class="btn-row add-line">{add}</div>
          </>
        )}
      <dialog ref={dialog} aria-labelledby="list-editor-title">
        <form onSubmit={submit}>
          <header>
            <h2 id="list-editor-title">{fresh ? props.words.add : props.words.edit}</h2>
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
            {props.fields.map((field) => (
              <Input
                key={field.name}
                field={field}
                value={item[field.name]}
                fresh={fresh}
                change={(value) => setItem({ ...item, [field.name]: value })}
              />
            ))}
            {saving.error && <p class="note-box" data-tone="bad" role="alert">{saving.error}</p>}
          </div>
          <div class="dialog-foot">
            {!fresh && (
              <>
                <button type="button" class="btn danger-quiet" disabled={saving.busy} onClick={remove}>
                  {props.words.remove}
                </button>
                <span class="grow" />
              </>
            )}
            <button type="submit" class="btn primary" disabled={saving.busy}>{t("shell.save")}</button>
          </div>
        </form>
      </dialog>
    </>
  );
}

function textOf(value: Item[string] | undefined, field: FieldSpec, t: ReturnType<typeof useT>): string {
  if (field.kind === "check") return t(value ? "shell.yes" : "shell.no");
  if (field.kind === "select") return field.options.find((one) => one.value === (value ?? ""))?.label ?? "–";
  if (Array.isArray(value)) return value.join(", ") || "–";
  return value === null || value === undefined || value === "" ? "–" : String(value);
}

function Input(
  props: { field: FieldSpec; value: Item[string] | undefined; fresh: boolean; change(value: Item[string]): void },
) {
  const { field, value, change } = props;
  const common = { id: `field-${field.name}`, label: field.label, hint: field.hint };
  switch (field.kind) {
    case "check":
      return <CheckField label={field.label} hint={field.hint} checked={value === true} onChange={change} />;
    case "number":
      return (
        <UnitField
          {...common}
          unit={field.unit}
          min={field.min}
          max={field.max}
          value={Number(value ?? 0)}
          onChange={change}
        />
      );
    case "select":
      return (
        <SelectField
          {...common}
          value={String(value ?? "")}
          options={field.options}
          onChange={(next) => change(field.nullable && next === "" ? null : next)}
        />
      );
    case "words":
      return (
        <TextField
          {...common}
          value={Array.isArray(value) ? value.join(" ") : ""}
          onInput={(event) => change(event.currentTarget.value.split(/\s+/).filter(Boolean))}
        />
      );
    case "text":
      return (
        <TextField
          {...common}
          required={field.required}
          pattern={field.pattern}
          maxLength={field.max ?? 120}
          disabled={field.fixed && !props.fresh}
          value={String(value ?? "")}
          onInput={(event) => change(event.currentTarget.value)}
        />
      );
  }
}
