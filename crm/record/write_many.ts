/** Many new records in one statement, by the same rules as one (write.ts). For imports. */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { writeChanges } from "@/crm/verb.ts";
import { toColumns } from "@/crm/record/columns.ts";
import { derive } from "@/crm/record/derive.ts";
import { requireAssignable, requireFilled } from "@/crm/record/input.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import type { Schema } from "@/crm/record/schema.ts";
import type { CrmRecord, Field, RecordKind, Values } from "@/crm/record/types.ts";
import { emptyValue, isEmpty } from "@/crm/record/values.ts";
import { created } from "@/crm/record/write.ts";

export interface NewRow {
  /** Already read (readValue) and allowed to the person by rights over fields; links are known to be there. */
  values: Values;
  /** ISO 8601; absent: now. */
  createdAt?: string;
  updatedAt?: string;
}

export interface InsertManyOptions {
  kind: RecordKind;
  rows: readonly NewRow[];
  schema: Schema;
  /** Written by the program for the person: nothing required, no assignment refused. */
  trusted?: boolean;
  importId?: string;
  quiet?: boolean;
  cause?: string;
}

/** How columns are cast from text, by type of field. */
const CASTS: Partial<Record<Field["type"], string>> = {
  phones: "jsonb",
  emails: "jsonb",
  tags: "jsonb",
  params: "jsonb",
  money: "jsonb",
  checkbox: "boolean",
  date: "date",
  datetime: "timestamptz",
  user: "uuid",
  team: "uuid",
  record: "uuid",
  source: "uuid",
  pipeline: "uuid",
  stage: "uuid",
  "loss-reason": "uuid",
  records: "jsonb",
  lines: "jsonb",
  reminders: "jsonb",
  number: "numeric",
};

/**
 * Inserts the rows that may be inserted and writes their events, without an audit row each: the import has one of its
 * own. One answer a row, in order.
 */
export async function insertRecords(
  trx: Transaction<Database>,
  access: Access,
  options: InsertManyOptions,
): Promise<Result<CrmRecord>[]> {
  const { kind, schema, importId, quiet, cause } = options;
  const teams = await teamsOf(trx, access, options.rows);
  const results = await Promise.all(options.rows.map(async (row): Promise<Result<CrmRecord>> => {
    try {
      return { ok: true, value: await complete(trx, access, { ...options, row, teams }) };
    } catch (error) {
      if (error instanceof Refusal) return error.toResult();
      throw error;
    }
  }));
  const records = results.flatMap((result) => result.ok ? [result.value] : []);
  if (records.length === 0) return results;
  await insert(trx, { kind, records, schema, importId });
  await writeChanges(trx, access, { changes: records.map((record) => created(record)), quiet, cause, audit: false });
  return results;
}

/** The record as it will stand. @throws {Refusal} */
async function complete(
  trx: Transaction<Database>,
  access: Access,
  options: InsertManyOptions & { row: NewRow; teams: ReadonlyMap<string, string | null> },
): Promise<CrmRecord> {
  const { kind, schema, row, trusted, teams } = options;
  const given: Values = { ...row.values };
  if (given.owner === undefined) given.owner = access.user === "system" ? null : access.user;
  if (given.team === undefined) given.team = given.owner === null ? null : teams.get(given.owner as string) ?? null;
  if (!trusted) {
    requireAssignable(access, { kind, owner: given.owner as string | null, team: given.team as string | null });
    requireFilled(given, schema, access, kind);
  }
  await derive(trx, access, { kind, before: null, values: given, trusted });
  const values: Values = {};
  const now = new Date().toISOString();
  for (const field of schema.values()) values[field.key] = given[field.key] ?? emptyValue(field);
  values.created = row.createdAt ?? now;
  values.updated = row.updatedAt ?? now;
  return { id: newId(), kind, version: 1, archived: false, values };
}

async function insert(
  trx: Transaction<Database>,
  options: { kind: RecordKind; records: readonly CrmRecord[]; schema: Schema; importId?: string },
): Promise<void> {
  const { kind, records, schema, importId } = options;
  // A column that no row fills is left to its default, which is the empty value.
  const fields = [...schema.values()].filter((field) =>
    field.column !== null && !field.kept && records.some(({ values }) => !isEmpty(values[field.key]))
  );
  const rows = records.map(({ id, values }) => {
    const { columns, custom } = toColumns(values, schema);
    const own = Object.entries(custom).filter(([key, value]) => value !== null && !isNothing(schema.get(key)!, value));
    return { ...pick(columns, fields), id, custom: JSON.stringify(Object.fromEntries(own)) };
  });
  const names = fields.map(({ column }) => column!);
  const taken = sql.join(fields.map(({ column, type }) => {
    const cast = CASTS[type];
    return cast ? sql`t.${sql.ref(column!)}::${sql.raw(cast)}` : sql`t.${sql.ref(column!)}`;
  }));
  const shape = sql.join([...names, "id", "custom"].map((name) => sql`${sql.ref(name)} text`));
  await sql`insert into ${sql.table(PLURAL[kind])} (id, custom, import_id, ${
    sql.join(names.map((name) => sql.ref(name)))
  })
    select t.id::uuid, t.custom::jsonb, ${importId ?? null}::uuid, ${taken}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (${shape})`.execute(trx);
}

const pick = (columns: Record<string, unknown>, fields: readonly Field[]) =>
  Object.fromEntries(fields.map(({ column }) => [column!, columns[column!]]));

/** Unset checkboxes and empty lists take no room in `custom`. */
const isNothing = (field: Field, value: unknown) => JSON.stringify(value) === JSON.stringify(emptyValue(field));

/** Each owner's team, as one record would get it. */
async function teamsOf(
  trx: Transaction<Database>,
  access: Access,
  rows: readonly NewRow[],
): Promise<Map<string, string | null>> {
  const teams = new Map<string, string | null>();
  const owners = new Set<string>();
  for (const { values } of rows) {
    const owner = values.owner === undefined ? access.user : values.owner;
    if (typeof owner === "string" && owner !== "system" && values.team === undefined) owners.add(owner);
  }
  if (access.user !== "system" && access.teams.length > 0 && owners.delete(access.user)) {
    teams.set(access.user, access.teams[0]);
  }
  if (owners.size === 0) return teams;
  const found = await trx.selectFrom("users").select(["id", "team_id"]).where("id", "in", [...owners]).execute();
  for (const { id, team_id } of found) teams.set(id, team_id);
  return teams;
}
