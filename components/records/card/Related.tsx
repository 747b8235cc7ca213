/** Records that point to this one: people and leads of a company, leads of a contact. */
import { Link2, Plus } from "lucide-preact";
import { useEffect, useId, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { toast } from "@/components/toast.ts";
import type { CrmRecord, RecordKind } from "@/crm/record/types.ts";
import { moreOf, nameOf, RecordPicker } from "@/components/records/card/RecordPicker.tsx";
import { type Card, PLURAL } from "@/components/records/card/useCard.ts";
import { useT } from "@/components/i18n.ts";

const SHOWN = 10;

export interface Relation {
  /** Kind of the records in the list, and their field that points here. */
  kind: RecordKind;
  field: string;
}

/** Which lists a kind has on its card. */
export const RELATIONS: Record<RecordKind, readonly Relation[]> = {
  company: [
    { kind: "contact", field: "companyLink" },
    { kind: "lead", field: "companyLink" },
    { kind: "task", field: "companyLink" },
  ],
  contact: [{ kind: "lead", field: "contact" }, {
    kind: "task",
    field: "contact",
  }],
  lead: [{ kind: "task", field: "lead" }],
  deal: [{ kind: "task", field: "deal" }],
  task: [],
};

export function Related(props: { card: Card; relation: Relation; mayLink: boolean }) {
  const t = useT();
  const { card, relation } = props;
  const title = useId();
  const [rows, setRows] = useState<CrmRecord[] | null>(null);
  const [more, setMore] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [picking, setPicking] = useState(false);
  const filter = JSON.stringify([{ field: relation.field, op: "is", value: card.record.id }]);
  const list = `/${PLURAL[relation.kind]}?filter=${encodeURIComponent(filter)}`;
  const load = async () => {
    const query = new URLSearchParams({ filter, sort: "-updated", limit: `${SHOWN}` });
    const answer = await call<{ rows: CrmRecord[]; next: string | null }>(
      "GET",
      `/api/v1/${PLURAL[relation.kind]}?${query}`,
    );
    setFailed(answer.ok ? null : answer.code);
    if (!answer.ok) return;
    setRows(answer.value.rows);
    setMore(answer.value.next !== null);
  };
  useEffect(() => void load(), [card.news]);
  const link = async (id: string, to: string | null): Promise<boolean> => {
    const path = `/api/v1/${PLURAL[relation.kind]}/${id}`;
    const answer = await call("PATCH", path, { values: { [relation.field]: to } });
    if (!answer.ok) toast("bad", t(answer.code, answer.detail));
    await load();
    return answer.ok;
  };
  const pick = async (picked: { id: string; name: string }) => {
    setPicking(false);
    if (!await link(picked.id, card.record.id)) return;
    toast("good", t("card.linked", { name: picked.name }), {
      label: t("card.undo"),
      run: () => void link(picked.id, null),
    });
  };
  return (
    <section class="card" aria-labelledby={title}>
      <header>
        <h2 id={title}>{t(`records.kinds.${PLURAL[relation.kind]}`)}</h2>
        {rows && rows.length > 0 && <span class="badge">{more ? `${SHOWN}+` : rows.length}</span>}
        {props.mayLink && !picking && (
          <button type="button" class="btn small plain" onClick={() => setPicking(true)}>
            <Plus size={14} aria-hidden="true" />
            {t("card.link")}
          </button>
        )}
      </header>
      {picking && (
        <div class="body">
          <RecordPicker
            kind={relation.kind}
            id={`${title}-pick`}
            label={t("card.link.what", { kinds: PLURAL[relation.kind] })}
            except={[card.record.id, ...(rows ?? []).map(({ id }) => id)]}
            autoFocus
            onPick={(picked) => void pick(picked)}
            onCancel={() => setPicking(false)}
          />
        </div>
      )}
      {failed && (
        <p class="card-note" data-tone="bad" role="alert">
          <span class="grow">{t(failed)}</span>
          <button type="button" class="btn small" onClick={() => void load()}>{t("shell.retry")}</button>
        </p>
      )}
      {rows?.length === 0 && <p class="body quiet">{t("card.nothing-linked")}</p>}
      {rows === null && !failed && <p class="body quiet" role="status">{t("timeline.loading")}</p>}
      {rows && rows.length > 0 && (
        <ul class="related">
          {rows.map((record) => (
            <li key={record.id}>
              <a href={`/${PLURAL[record.kind]}/${record.id}`}>
                <Link2 size={15} aria-hidden="true" />
                <span class="clip">{nameOf(record) || t("card.unnamed")}</span>
                {record.kind === "lead" && typeof record.values.status === "string" && (
                  <span class="badge">{t(`records.status.${record.values.status}`)}</span>
                )}
                <small class="clip">{moreOf(record)}</small>
              </a>
            </li>
          ))}
        </ul>
      )}
      {more && (
        <p class="body">
          <a href={list}>{t("card.all-linked")}</a>
        </p>
      )}
    </section>
  );
}
