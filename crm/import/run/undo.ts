/**
 * Takes an import back: what it made and nobody has touched or used since is deleted for good, what it changed is put
 * back. The rest is kept, counted and listed. One transaction a batch, each change forgotten in it when it is undone.
 */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { type Change, difference, writeChanges } from "@/crm/verb.ts";
import { PLURAL, type RecordKind, schemaOf, type Values, writeRaw } from "@/crm/record/mod.ts";
import { tell } from "@/crm/record/mod.ts";
import type { ImportUndo } from "@/store/tables/imports.ts";
import { type Row, selection, toRecord } from "@/crm/record/columns.ts";
import { finish } from "@/crm/import/run/finish.ts";
import { tellImport } from "@/crm/import/run/tell.ts";
import type { ImportRow } from "@/crm/import/run/work.ts";

const BATCH = 500;

interface Noted {
  record_id: string;
  kind: RecordKind;
  created: boolean;
  version: number;
  touched: boolean;
  before: Values | null;
  linked: string[];
}

export async function undoImport(
  store: Store,
  access: Access,
  { row, signal }: { row: ImportRow; signal: AbortSignal },
): Promise<void> {
  const total = Number(
    (await sql<{ n: number }>`select count(*)::int as n from import_changes where import_id = ${row.id}::uuid`
      .execute(store.db)).rows[0].n,
  );
  for (;;) {
    signal.throwIfAborted();
    const more = await store.tx((trx) => undoBatch(trx, access, { store, row, total }));
    if (!more) break;
  }
  await finish(store, { id: row.id, run: row.run!, access });
}

/** @returns whether there may be more */
async function undoBatch(
  trx: Transaction<Database>,
  access: Access,
  { store, row, total }: { store: Store; row: ImportRow; total: number },
): Promise<boolean> {
  const own = await trx.selectFrom("imports").select(["state", "run", "undo"]).where("id", "=", row.id).forUpdate()
    .executeTakeFirst();
  if (own?.state !== "undoing" || own.run !== row.run) return false;
  // The companies that were made for contacts and leads come last, when nobody of the import is theirs any more.
  const notedOf = async (own: boolean) =>
    (await sql<Noted>`select record_id, kind, created, version, touched, before, linked from import_changes
      where import_id = ${row.id}::uuid and kept is null and (kind = ${row.kind}) = ${own}
      order by kind desc, record_id limit ${BATCH}`.execute(trx)).rows;
  const mine = await notedOf(true);
  const noted = mine.length > 0 ? mine : await notedOf(false);
  if (noted.length === 0) return false;
  const kind = noted[0].kind;
  const batch = noted.filter((one) => one.kind === kind);
  const table = sql.table(PLURAL[kind]);
  const ids = batch.map((one) => one.record_id);
  const schema = await schemaOf(store, kind);
  const { rows } = await sql<Row>`select ${selection(schema)} from ${table} r where r.id = any(${ids}::uuid[])
    order by r.id for update`.execute(trx);
  const found = new Map(rows.map((one) => [one.id, one]));
  const unchanged = batch.filter((one) => !one.touched && found.get(one.record_id)?.version === one.version);
  const used = await usedOf(trx, kind, unchanged.filter((one) => one.created).map((one) => one.record_id));
  const undone = unchanged.filter((one) => !used.has(one.record_id));
  const gone = batch.filter((one) => !found.has(one.record_id));
  const changed = batch.filter((one) => found.has(one.record_id) && !unchanged.includes(one));

  const deleted = undone.filter((one) => one.created).map((one) => one.record_id);
  const changes: Change[] = [];
  if (deleted.length > 0) {
    await sql`delete from record_links where record_id = any(${deleted}::uuid[])`.execute(trx);
    await sql`delete from duplicate_pairs where a = any(${deleted}::uuid[]) or b = any(${deleted}::uuid[])`.execute(
      trx,
    );
    await sql`delete from ${table} where id = any(${deleted}::uuid[])`.execute(trx);
    changes.push(...deleted.map((id) => ({
      type: `${kind}.deleted`,
      entity: { kind, id },
      after: { archived: true, forGood: true },
    })));
  }
  const back: Change[] = [];
  for (const one of undone.filter((one) => !one.created)) {
    const before = toRecord(found.get(one.record_id)!, kind, schema);
    const values = Object.fromEntries(Object.entries(one.before ?? {}).filter(([key]) => schema.has(key))) as Values;
    if (one.linked.length > 0) {
      await trx.deleteFrom("record_links").where("system", "=", row.options.system).where("kind", "=", kind)
        .where("record_id", "=", one.record_id).where("external_id", "in", one.linked).execute();
    }
    const differs = difference(before.values, { ...before.values, ...values });
    if (!differs) continue;
    await writeRaw(trx, { kind, id: one.record_id, values: differs.after as Values, schema });
    // The record is again as an import before this one left it: that one can be undone next.
    await sql`update import_changes set version = ${one.version + 1}
      where record_id = ${one.record_id}::uuid and import_id <> ${row.id}::uuid and version = ${one.version - 1}`
      .execute(trx);
    back.push({ type: `${kind}.updated`, entity: { kind, id: one.record_id }, ...differs });
  }
  const log = { quiet: !row.options.automation, cause: row.id };
  await writeChanges(trx, access, { ...log, changes, audit: false });
  await writeChanges(trx, access, { ...log, changes: back });

  const forget = [...undone, ...gone].map((one) => one.record_id);
  await sql`delete from import_changes where import_id = ${row.id}::uuid and record_id = any(${forget}::uuid[])`
    .execute(trx);
  await sql`update import_changes set kept = case when record_id = any(${[
    ...used,
  ]}::uuid[]) then 'used' else 'changed' end
    where import_id = ${row.id}::uuid
      and record_id = any(${[...used, ...changed.map((one) => one.record_id)]}::uuid[])`.execute(trx);
  const sums = own.undo ?? { deleted: 0, restored: 0, kept: 0 };
  const next: ImportUndo = {
    deleted: sums.deleted + deleted.length,
    restored: sums.restored + undone.length - deleted.length,
    kept: sums.kept + used.size + changed.length,
  };
  const done = next.deleted + next.restored + next.kept;
  const left = Math.max(total, done);
  await trx.updateTable("imports").set({ undo: JSON.stringify(next), progress: left === 0 ? 1 : done / left })
    .where("id", "=", row.id).execute();
  await tell(trx, kind, forget);
  await tellImport(trx, { id: row.id, user: row.user_id });
  return true;
}

/** Tables and columns that point to records of a kind. */
const POINTING: Record<RecordKind, readonly (readonly [string, string])[]> = {
  company: ["leads", "contacts", "deals", "tasks"].map((table) => [table, "company_id"] as const),
  contact: ["leads", "calls", "intake_requests", "tasks"].map((table) => [table, "contact_id"] as const),
  lead: ["intake_requests", "deals", "tasks"].map((table) => [table, "lead_id"] as const),
  deal: [["tasks", "deal_id"]],
  task: [],
};

/** Those that something else points to: deleting them would take more than the import brought. */
async function usedOf(trx: Transaction<Database>, kind: RecordKind, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const list = sql`${[...ids]}::uuid[]`;
  const places = [
    sql`select record_id as id from notes where record_id = any(${list})`,
    sql`select record_id from consents where record_id = any(${list})`,
    sql`select record_id from files where record_id = any(${list})`,
    ...POINTING[kind].map(([table, column]) =>
      sql`select ${sql.ref(column)} from ${sql.table(table)} where ${sql.ref(column)} = any(${list})`
    ),
    ...(kind === "contact"
      ? [sql`select i.id from unnest(${list}) i (id)
        where exists (select 1 from deals d where d.contacts @> to_jsonb(i.id::text))`]
      : []),
  ];
  const { rows } = await sql<{ id: string }>`${sql.join(places, sql` union `)}`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}
