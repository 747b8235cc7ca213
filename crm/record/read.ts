/** One record, and records by id: as the person may see them. */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { asSeen, type Row, selection, toRecord } from "@/crm/record/columns.ts";
import { KINDS, PLURAL } from "@/crm/record/kinds.ts";
import { inReach, reachOf } from "@/crm/record/rights.ts";
import { fieldRight, type Schema, schemaOf } from "@/crm/record/schema.ts";
import type { CrmRecord, RecordKind } from "@/crm/record/types.ts";
import { idsIn } from "@/crm/record/values.ts";

/** null: there is none, or it is out of reach. Deleted ones are given with `archived`. @throws {ForbiddenError} */
export async function getRecord(
  store: Store,
  access: Access,
  options: { kind: RecordKind; id: string },
): Promise<CrmRecord | null> {
  const [record] = await getRecords(store, access, { kind: options.kind, ids: [options.id] });
  return record ?? null;
}

/** Those of the ids that are in reach, in no particular order. @throws {ForbiddenError} */
export async function getRecords(
  store: Store,
  access: Access,
  options: { kind: RecordKind; ids: readonly string[] },
): Promise<CrmRecord[]> {
  const { kind, ids } = options;
  const reach = inReach(access, kind, "view");
  const schema = await schemaOf(store, kind);
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`select ${selection(schema)} from ${sql.table(PLURAL[kind])} r
    where r.id = any(${[...ids]}::uuid[]) and ${reach}`.execute(store.db);
  return rows.map((row) => asSeen(toRecord(row, kind, schema), access, { schema }));
}

/**
 * Names of the records that these records point to, by id; those out of reach have none. For lists and cards, which
 * show a name and not an id.
 */
export async function linkedNames(
  store: Store,
  access: Access,
  records: readonly CrmRecord[],
): Promise<Record<string, string>> {
  const wanted = new Map<RecordKind, Set<string>>();
  for (const record of records) {
    const schema = await schemaOf(store, record.kind);
    for (const field of schema.values()) {
      if (!field.target) continue;
      const ids = wanted.get(field.target) ?? new Set();
      for (const id of idsIn(record.values[field.key])) ids.add(id);
      wanted.set(field.target, ids);
    }
  }
  const names: Record<string, string> = {};
  for (const kind of KINDS) {
    const ids = wanted.get(kind);
    if (!ids?.size || reachOf(access, kind, "view") === "none" || fieldRight(access, kind, "name") === "hidden") {
      continue;
    }
    const { rows } = await sql<{ id: string; name: string }>`select r.id, r.name from ${sql.table(PLURAL[kind])} r
      where r.id = any(${[...ids]}::uuid[]) and ${inReach(access, kind, "view")}`.execute(store.db);
    for (const { id, name } of rows) names[id] = name;
  }
  return names;
}

/** Rows in the person's reach, locked in one order for a change; others of the ids are simply not there. */
export async function lockRows(
  trx: Transaction<Database>,
  access: Access,
  options: { kind: RecordKind; ids: readonly string[]; action: "view" | "edit" | "delete"; schema: Schema },
): Promise<CrmRecord[]> {
  const { kind, ids, action, schema } = options;
  const { rows } = await sql<Row>`select ${selection(schema)} from ${sql.table(PLURAL[kind])} r
    where r.id = any(${[...ids]}::uuid[]) and ${inReach(access, kind, action)} order by r.id for update`.execute(trx);
  return rows.map((row) => toRecord(row, kind, schema));
}
