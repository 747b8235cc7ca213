/**
 * What points to a record goes to the survivor of a merge, and back when the merge is undone. What was pointed
 * elsewhere meanwhile is left where it is.
 */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import { movePeople, movePeopleBack } from "@/crm/duplicates/deal_contacts.ts";
import { KINDS, type RecordKind } from "@/crm/record/mod.ts";

/** Rows by table and column, by the record that they pointed to. */
export type Moved = Record<string, Record<string, string[]>>;

interface Pointer {
  table: string;
  column: string;
  /** Key of the row as text, in SQL over `t`. */
  id: string;
  /** Of which kinds; the row must also say so when it has a kind of its own. */
  kinds: readonly RecordKind[];
  kinded?: boolean;
}

const ALL = KINDS;
const POINTERS: readonly Pointer[] = [
  { table: "record_links", column: "record_id", id: "t.system || chr(10) || t.external_id", kinds: ALL, kinded: true },
  { table: "consents", column: "record_id", id: "t.id::text", kinds: ALL, kinded: true },
  { table: "notes", column: "record_id", id: "t.id::text", kinds: ALL, kinded: true },
  { table: "calls", column: "contact_id", id: "t.id", kinds: ["contact"] },
  { table: "leads", column: "contact_id", id: "t.id::text", kinds: ["contact"] },
  { table: "leads", column: "company_id", id: "t.id::text", kinds: ["company"] },
  { table: "contacts", column: "company_id", id: "t.id::text", kinds: ["company"] },
  { table: "intake_requests", column: "lead_id", id: "t.id::text", kinds: ["lead"] },
  { table: "intake_requests", column: "contact_id", id: "t.id::text", kinds: ["contact"] },
  { table: "deals", column: "company_id", id: "t.id::text", kinds: ["company"] },
  { table: "deals", column: "lead_id", id: "t.id::text", kinds: ["lead"] },
  { table: "tasks", column: "deal_id", id: "t.id::text", kinds: ["deal"] },
  { table: "tasks", column: "lead_id", id: "t.id::text", kinds: ["lead"] },
  { table: "tasks", column: "contact_id", id: "t.id::text", kinds: ["contact"] },
  { table: "tasks", column: "company_id", id: "t.id::text", kinds: ["company"] },
  { table: "files", column: "record_id", id: "t.id::text", kinds: ALL, kinded: true },
];

const keyOf = (pointer: Pointer) => `${pointer.table}.${pointer.column}`;

/** Points everything of `from` to `to`; tells what was moved, for {@link moveBack}. */
export async function moveLinks(
  trx: Transaction<Database>,
  options: { kind: RecordKind; from: readonly string[]; to: string },
): Promise<Moved> {
  const { kind, from, to } = options;
  const moved: Moved = {};
  for (const pointer of POINTERS.filter(({ kinds }) => kinds.includes(kind))) {
    const column = sql.ref(pointer.column);
    const own = pointer.kinded ? sql`and t.kind = ${kind}` : sql``;
    const { rows } = await sql<{ id: string; was: string }>`
      with old as (select t.ctid, t.${column} as was from ${sql.table(pointer.table)} t
        where t.${column} = any(${[...from]}::uuid[]) ${own} order by 1 for update)
      update ${sql.table(pointer.table)} t set ${column} = ${to}::uuid from old where t.ctid = old.ctid
      returning ${sql.raw(pointer.id)} as id, old.was`.execute(trx);
    for (const { id, was } of rows) ((moved[keyOf(pointer)] ??= {})[was] ??= []).push(id);
  }
  if (kind === "contact") moved[PEOPLE] = await movePeople(trx, { from, to });
  return moved;
}

/** Key of {@link DealPeople} among the moved. */
const PEOPLE = "deals.contacts";

export async function moveBack(
  trx: Transaction<Database>,
  options: { kind: RecordKind; moved: Moved; survivor: string; gone: readonly string[] },
): Promise<void> {
  const people = options.moved[PEOPLE];
  if (people) await movePeopleBack(trx, { ...options, people });
  for (const pointer of POINTERS) {
    const own = pointer.kinded ? sql`and t.kind = ${options.kind}` : sql``;
    for (const [was, ids] of Object.entries(options.moved[keyOf(pointer)] ?? {})) {
      await sql`update ${sql.table(pointer.table)} t set ${sql.ref(pointer.column)} = ${was}::uuid
        where ${sql.raw(pointer.id)} = any(${ids}) and t.${sql.ref(pointer.column)} = ${options.survivor}::uuid ${own}`
        .execute(trx);
    }
  }
}

/** Records that show their company's name. */
const NAMED = ["leads", "contacts", "deals", "tasks"] as const;

/** What records of these companies show as their company's name, by id; for {@link putTexts}. */
export async function companyTexts(trx: Transaction<Database>, companies: readonly string[]): Promise<Texts> {
  const parts = NAMED.map((table) =>
    sql`select id, company as text from ${sql.table(table)} where company_id = any(${[...companies]}::uuid[])`
  );
  const { rows } = await sql<{ id: string; text: string }>`${sql.join(parts, sql` union all `)}`.execute(trx);
  return Object.fromEntries(rows.map(({ id, text }) => [id, text]));
}

export type Texts = Record<string, string>;

/** Those that were moved show the name of the company they are linked to now. */
export async function renameMoved(
  trx: Transaction<Database>,
  options: { moved: Moved; name: string },
): Promise<void> {
  for (const table of NAMED) {
    const ids = Object.values(options.moved[`${table}.company_id`] ?? {}).flat();
    if (ids.length === 0) continue;
    await sql`update ${sql.table(table)} set company = ${options.name}
      where id = any(${ids}::uuid[]) and company <> ${options.name}`.execute(trx);
  }
}

/** Puts the texts back wherever nobody wrote another one since: `shown` is what the merge had put there. */
export async function putTexts(trx: Transaction<Database>, options: { texts: Texts; shown: string }): Promise<void> {
  for (const table of NAMED) {
    await sql`update ${sql.table(table)} r set company = was.value from jsonb_each_text(${
      JSON.stringify(options.texts)
    }::jsonb) was where r.id = was.key::uuid and r.company = ${options.shown} and r.company <> was.value`.execute(trx);
  }
}

/** Ids of the records that were moved, to tell those who look at them. */
export function movedRecords(moved: Moved): Record<"lead" | "contact" | "deal" | "task", string[]> {
  const of = (key: string) => Object.values(moved[key] ?? {}).flat();
  return {
    lead: [...of("leads.contact_id"), ...of("leads.company_id")],
    contact: of("contacts.company_id"),
    deal: [...of("deals.company_id"), ...of("deals.lead_id"), ...Object.keys(moved[PEOPLE] ?? {})],
    task: ["deal", "lead", "contact", "company"].flatMap((kind) => of(`tasks.${kind}_id`)),
  };
}
