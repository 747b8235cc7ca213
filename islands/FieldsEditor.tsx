/** Own fields of one kind of records: their order, their dialog, the archived ones. */
import { ArchiveRestore, ArrowDown, ArrowUp, ListPlus, Pencil, Plus } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call, post } from "@/components/api.ts";
import { explain } from "@/components/desk/act.ts";
import { toast } from "@/components/toast.ts";
import type { OwnField } from "@/crm/fields/mod.ts";
import type { RecordKind } from "@/store/tables/records.ts";
import { blank, draftOf, isChoice, type OwnFieldType } from "@/components/admin/fields/draft.ts";
import { FieldDialog } from "@/components/admin/fields/FieldDialog.tsx";
import { Empty } from "@/components/Empty.tsx";
import { useT } from "@/components/i18n.ts";

export default function FieldsEditor(props: { kind: RecordKind; fields: OwnField[]; locale: "ru" | "en" }) {
  const t = useT();
  const { kind } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [fields, setFields] = useState(props.fields);
  const [draft, setDraft] = useState(blank(kind));
  const [from, setFrom] = useState<OwnFieldType>("text");
  /** Moving a row takes the focus off its button; it is given back. */
  const [held, setHeld] = useState<string | null>(null);
  const live = fields.filter((field) => !field.archived);
  const archived = fields.filter((field) => field.archived);
  const nameOf = (field: OwnField) => props.locale === "ru" ? field.titleRu : field.titleEn;
  const otherName = (field: OwnField) => props.locale === "ru" ? field.titleEn : field.titleRu;
  useEffect(() => {
    if (!held) return;
    const button = document.getElementById(held) as HTMLButtonElement | null;
    // At the end of the list the button is off; its neighbour takes the focus.
    if (button?.disabled) button.parentElement?.querySelector<HTMLButtonElement>("button:not(:disabled)")?.focus();
    else button?.focus();
  }, [held, fields]);

  const open = (field: OwnField | null) => {
    setDraft(field ? draftOf(field) : blank(kind));
    setFrom(field?.type ?? "text");
    dialog.current?.showModal();
  };
  const saved = (field: OwnField, fresh: boolean) => {
    setFields(fresh ? [...live, field, ...archived] : fields.map((one) => one.id === field.id ? field : one));
    toast("good", t("shell.saved"));
  };
  const move = async (at: number, by: number) => {
    const before = fields;
    const next = [...live];
    [next[at], next[at + by]] = [next[at + by], next[at]];
    setFields([...next, ...archived]);
    setHeld(`move-${by < 0 ? "up" : "down"}-${live[at].id}`);
    if (!explain(await post("/api/v1/fields/order", { kind, ids: next.map(({ id }) => id) }), t)) setFields(before);
  };
  const setArchived = async (id: string, value: boolean) => {
    const answer = value
      ? await call("DELETE", `/api/v1/fields/${id}`, {})
      : await post(`/api/v1/fields/${id}/restore`);
    if (!explain(answer, t)) return;
    dialog.current?.close();
    setFields((all) => all.map((one) => one.id === id ? { ...one, archived: value } : one));
    if (!value) return toast("good", t("records.fields.restored"));
    toast("good", t("records.fields.archived-now"), {
      label: t("records.fields.restore"),
      run: () => void setArchived(id, false),
    });
  };
  const add = (
    <button type="button" class="btn primary" onClick={() => open(null)}>
      <Plus size={16} aria-hidden="true" />
      {t("records.fields.new")}
    </button>
  );
  return (
    <>
      {live.length === 0
        ? (
          <div class="card">
            <Empty icon={ListPlus} title={t("records.fields.empty")} action={add}>
              {t("records.fields.empty.hint")}
            </Empty>
          </div>
        )
        : (
          <>
            <div class="table-wrap">
              <table class="table cards">
                <thead>
                  <tr>
                    <th scope="col">{t("records.fields.col.title")}</th>
                    <th scope="col">{t("records.fields.type")}</th>
                    <th scope="col">{t("records.fields.col.options")}</th>
                    <th scope="col">{t("records.fields.col.key")}</th>
                    <th scope="col">
                      <span class="unseen">{t("records.fields.col.order")}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {live.map((field, at) => (
                    <tr key={field.id}>
                      <th scope="row">
                        <span>
                          {nameOf(field)}{" "}
                          {field.required && <span class="badge">{t("records.fields.required.short")}</span>}
                          {otherName(field) !== nameOf(field) && <small class="second">{otherName(field)}</small>}
                        </span>
                      </th>
                      <td data-label={t("records.fields.type")}>{t(`records.fields.type.${field.type}`)}</td>
                      <td data-label={isChoice(field.type) ? t("records.fields.col.options") : undefined} class="quiet">
                        {isChoice(field.type) && optionsText(field, props.locale)}
                      </td>
                      <td data-label={t("records.fields.col.key")}>
                        <code>{field.key}</code>
                      </td>
                      <td class="actions">
                        {(["up", "down"] as const).map((way) => (
                          <button
                            type="button"
                            class="btn icon small plain"
                            key={way}
                            id={`move-${way}-${field.id}`}
                            aria-label={t(`records.fields.${way}`, { name: nameOf(field) })}
                            disabled={way === "up" ? at === 0 : at === live.length - 1}
                            onClick={() => void move(at, way === "up" ? -1 : 1)}
                          >
                            {way === "up"
                              ? <ArrowUp size={15} aria-hidden="true" />
                              : <ArrowDown size={15} aria-hidden="true" />}
                          </button>
                        ))}
                        <button
                          type="button"
                          class="btn icon small plain"
                          aria-label={t("records.fields.edit-one", { name: nameOf(field) })}
                          onClick={() => open(field)}
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
      {archived.length > 0 && (
        <details class="fold">
          <summary>{t("records.fields.archived", { count: archived.length })}</summary>
          <ul class="plain-list card">
            {archived.map((field) => (
              <li key={field.id}>
                <span class="grow">
                  {nameOf(field)} <small class="quiet">{t(`records.fields.type.${field.type}`)}</small>
                </span>
                <button type="button" class="btn small" onClick={() => void setArchived(field.id, false)}>
                  <ArchiveRestore size={15} aria-hidden="true" />
                  {t("records.fields.restore")}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
      <FieldDialog
        dialog={dialog}
        draft={draft}
        from={from}
        change={setDraft}
        saved={saved}
        archive={() => draft.id && void setArchived(draft.id, true)}
      />
    </>
  );
}

function optionsText(field: OwnField, locale: "ru" | "en"): string {
  return field.options.filter((one) => !one.retired).map((one) => locale === "ru" ? one.titleRu : one.titleEn).join(
    ", ",
  );
}
