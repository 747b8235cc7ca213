/** Verbs of one record: create, change, delete, restore. Each is one transaction, one event and one audit row. */
import { sql, type Transaction } from "kysely";
import { type Access, ForbiddenError } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { type Change, difference, type LogOptions, verb } from "@/crm/verb.ts";
import { asSeen, type Row, selection, toColumns, toRecord } from "@/crm/record/columns.ts";
import { derive, follow } from "@/crm/record/derive.ts";
import { readInput, requireAssignable, requireFilled } from "@/crm/record/input.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import { requireLinks } from "@/crm/record/links.ts";
import { lockRows } from "@/crm/record/read.ts";
import { reaches, reachOf, wordOf } from "@/crm/record/rights.ts";
import { type Schema, schemaOf } from "@/crm/record/schema.ts";
import type { CrmRecord, RecordKind, Values } from "@/crm/record/types.ts";
import { followTask } from "@/crm/tasks/next.ts";

/** NOTIFY channel of changed records: `{type, kind, id}`, or `{kind, ids}` of many, or `{kind, all: true}`. */
export const RECORDS_CHANNEL = "records";

/** Constraints that a race or a made-up id runs into. */
export const CONSTRAINTS: Record<string, string> = Object.fromEntries([
  ["tasks_call_back", "tasks.error.call-back-open"],
  ...["leads", "contacts", "companies", "deals", "tasks"].flatMap((table) => [
    [`${table}_owner_id_fkey`, "people.error.no-user"],
    [`${table}_team_id_fkey`, "people.error.no-team"],
    [`${table}_company_id_fkey`, "records.error.no-record"],
    [`${table}_contact_id_fkey`, "records.error.no-record"],
    [`${table}_deal_id_fkey`, "records.error.no-record"],
    [`${table}_lead_id_fkey`, "records.error.no-record"],
    [`${table}_source_id_fkey`, "records.error.no-source"],
    [`${table}_pipeline_id_fkey`, "deals.error.no-pipeline"],
    [`${table}_stage_id_fkey`, "deals.error.no-stage"],
    [`${table}_loss_reason_id_fkey`, "deals.error.no-reason"],
  ]),
]);

export interface WriteOptions extends LogOptions {
  /** Written by the program for the person: read-only fields too, nothing required, no assignment refused. */
  trusted?: boolean;
  /** When the record came into being; absent: now. For imports and intake. */
  createdAt?: Date;
  importId?: string;
}

/** @throws {ForbiddenError} Refusals: `records.error.*` with the field's key in `detail.field`. */
export async function createRecord(
  store: Store,
  access: Access,
  input: { kind: RecordKind; values: Record<string, unknown> } & WriteOptions,
): Promise<Result<CrmRecord>> {
  const { kind } = input;
  if (reachOf(access, kind, "edit") === "none") throw new ForbiddenError(wordOf(kind, "edit"));
  // Before the transaction: asked inside, it would need a second connection, and a full pool would stand still.
  const schema = await schemaOf(store, kind);
  return await verb(store, access, {
    ...input,
    constraints: CONSTRAINTS,
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const record = await insertRecord(trx, access, { ...input, schema });
      return { value: asSeen(record, access, { schema }), change: created(record) };
    },
  });
}

export function created(record: CrmRecord, type = "created"): Change {
  return {
    type: `${record.kind}.${type}`,
    entity: { kind: record.kind, id: record.id },
    after: compact(record.values),
  };
}

/** Inserts a row inside a verb of another room, which writes the change ({@link created}). @throws {Refusal} */
export async function insertRecord(
  trx: Transaction<Database>,
  access: Access,
  input: { kind: RecordKind; values: Record<string, unknown>; schema: Schema } & WriteOptions,
): Promise<CrmRecord> {
  const { kind, schema, trusted } = input;
  const values = readInput(input.values, access, { kind, schema, trusted });
  const own = access.user === "system" ? null : access.user;
  if (values.owner === undefined) values.owner = own;
  if (values.team === undefined) values.team = await teamFor(trx, access, values.owner as string | null);
  if (!trusted) {
    requireAssignable(access, { kind, owner: values.owner as string | null, team: values.team as string | null });
    requireFilled(values, schema, access, kind);
    await requireLinks(trx, access, { schema, before: null, values });
  }
  await derive(trx, access, { kind, before: null, values, trusted });
  const { columns, custom } = toColumns(values, schema);
  const all: Record<string, unknown> = {
    id: newId(),
    ...columns,
    custom: JSON.stringify(Object.fromEntries(Object.entries(custom).filter(([, value]) => value !== null))),
    ...(input.createdAt ? { created_at: input.createdAt } : {}),
    ...(input.importId ? { import_id: input.importId } : {}),
  };
  const names = sql.join(Object.keys(all).map((name) => sql.ref(name)));
  const given = sql.join(Object.values(all).map((value) => sql`${value}`));
  const { rows: [row] } = await sql<Row>`insert into ${sql.table(PLURAL[kind])} as r (${names}) values (${given})
    returning ${selection(schema)}`.execute(trx);
  return toRecord(row, kind, schema);
}

/**
 * Changes the given fields only. With `was`, a field that somebody changed meanwhile is a refusal that names it
 * (`records.error.changed`), and others' changes of other fields do no harm. @throws {ForbiddenError}
 */
export async function updateRecord(
  store: Store,
  access: Access,
  input:
    & { kind: RecordKind; id: string; values: Record<string, unknown>; version?: number; was?: Record<string, unknown> }
    & LogOptions
    & { trusted?: boolean },
): Promise<Result<CrmRecord>> {
  const { kind, id } = input;
  if (reachOf(access, kind, "edit") === "none") throw new ForbiddenError(wordOf(kind, "edit"));
  // Before the transaction: asked inside, it would need a second connection, and a full pool would stand still.
  const schema = await schemaOf(store, kind);
  return await verb(store, access, {
    ...input,
    constraints: CONSTRAINTS,
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const before = await lockOne(trx, access, { kind, id, schema });
      if (input.version !== undefined && input.version !== before.version) throw new Refusal("records.error.stale");
      const values = readInput(input.values, access, { kind, schema, trusted: input.trusted });
      if (input.was) requireUnchanged(before.values, { was: input.was, changed: values, schema, access, kind });
      const { record, change } = await changeRecord(trx, access, {
        before,
        values,
        schema,
        trusted: input.trusted,
        log: { cause: input.cause, depth: input.depth, quiet: input.quiet },
      });
      return { value: asSeen(record, access, { schema }), change };
    },
  });
}

/** Writes new values over a locked record and tells what differs. For verbs of other rooms too. @throws {Refusal} */
export async function changeRecord(
  trx: Transaction<Database>,
  access: Access,
  input: { before: CrmRecord; values: Values; schema: Schema; trusted?: boolean; type?: string; log?: LogOptions },
): Promise<{ record: CrmRecord; change: Change | null }> {
  const { before, schema } = input;
  const { kind, id } = before;
  const values = { ...input.values };
  if (values.owner !== undefined && values.team === undefined && values.owner !== before.values.owner) {
    values.team = await teamFor(trx, access, values.owner as string | null) ?? before.values.team;
  }
  if (!input.trusted) await requireLinks(trx, access, { schema, before: before.values, values });
  await derive(trx, access, { kind, before: before.values, values, trusted: input.trusted });
  const next = { ...before.values, ...values };
  if (!input.trusted) {
    const moved = next.owner !== before.values.owner || next.team !== before.values.team;
    if (moved) {
      requireAssignable(access, { kind, owner: next.owner as string | null, team: next.team as string | null });
    }
    requireFilled({ ...next }, only(schema, Object.keys(values)), access, kind);
  }
  const changed = difference(before.values, next);
  if (!changed) return { record: before, change: null };
  const { columns, custom } = toColumns(changed.after as Values, schema);
  const sets = [
    sql`version = r.version + 1`,
    sql`updated_at = now()`,
    ...Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${value}`),
    ...(Object.keys(custom).length > 0
      ? [sql`custom = jsonb_strip_nulls(r.custom || ${JSON.stringify(custom)}::jsonb)`]
      : []),
    // Naming a draft makes it a contact.
    ...(kind === "contact" && columns.name ? [sql`draft = false`] : []),
  ];
  const { rows: [row] } = await sql<Row>`update ${sql.table(PLURAL[kind])} r set ${sql.join(sets)}
    where r.id = ${id}::uuid returning ${selection(schema)}`.execute(trx);
  await follow(trx, { kind, id, changed: changed.after as Values });
  const record = toRecord(row, kind, schema);
  if (kind === "task") await followTask(trx, access, { before, record, schema, log: input.log });
  return {
    record,
    change: { type: `${kind}.${input.type ?? "updated"}`, entity: { kind, id }, ...changed },
  };
}

/** Locks a record that the person may change. @throws {Refusal} none there, or only to be seen */
export async function lockOne(
  trx: Transaction<Database>,
  access: Access,
  options: { kind: RecordKind; id: string; schema: Schema },
): Promise<CrmRecord> {
  const [record] = await lockRows(trx, access, { ...options, ids: [options.id], action: "view" });
  if (!record || record.archived) throw new Refusal("records.error.no-record");
  const { owner, team } = record.values as { owner: string | null; team: string | null };
  if (!reaches(access, options.kind, { action: "edit", owner, team })) throw new Refusal("records.error.not-yours");
  return record;
}

/** @throws {Refusal} records.error.changed: a field that is to be changed was changed meanwhile */
export function requireUnchanged(
  now: Values,
  options: { was: Record<string, unknown>; changed: Values; schema: Schema; access: Access; kind: RecordKind },
): void {
  const was = readInput(options.was, options.access, { kind: options.kind, schema: options.schema, trusted: true });
  for (const key of Object.keys(options.changed)) {
    if (!(key in was) || JSON.stringify(was[key]) === JSON.stringify(now[key])) continue;
    // Both wrote the same: nobody loses anything.
    if (JSON.stringify(options.changed[key]) === JSON.stringify(now[key])) continue;
    throw new Refusal("records.error.changed", { field: key });
  }
}

/** The owner's team; of one's own, the first in reach. */
async function teamFor(trx: Transaction<Database>, access: Access, owner: string | null): Promise<string | null> {
  if (owner === null) return null;
  if (owner === access.user && access.teams.length > 0) return access.teams[0];
  const row = await trx.selectFrom("users").select("team_id").where("id", "=", owner).executeTakeFirst();
  return row?.team_id ?? null;
}

const only = (schema: Schema, keys: string[]): Schema => new Map([...schema].filter(([key]) => keys.includes(key)));

/** Values that say something, for events and audit. */
export function compact(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) =>
      !(value === null || value === false || value === "" || (Array.isArray(value) && value.length === 0) ||
        (typeof value === "object" && Object.keys(value).length === 0))
    ),
  );
}
