/**
 * Many records at once: change, delete, restore, and the way back. A bulk change runs in steps of a thousand rows, each
 * one transaction with an event and an audit row a record, so that a board or an automation sees the same as if every
 * record had been changed by itself. What was before is kept as one undo set.
 */
import { sql, type Transaction } from "kysely";
import { type Access, ForbiddenError } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { type Change, constraintOf, difference, type Plain, writeChanges } from "@/crm/verb.ts";
import { toColumns } from "@/crm/record/columns.ts";
import { readInput } from "@/crm/record/input.ts";
import { KINDS, PLURAL } from "@/crm/record/kinds.ts";
import { listIds } from "@/crm/record/list.ts";
import { isAsLeft, placeBack, ranksOf } from "@/crm/record/places.ts";
import { lockRows } from "@/crm/record/read.ts";
import { reachOf, wordOf } from "@/crm/record/rights.ts";
import { type Schema, schemaOf } from "@/crm/record/schema.ts";
import type { Selection } from "@/crm/record/schemas.ts";
import type { CrmRecord, RecordKind, Values } from "@/crm/record/types.ts";
import { changeRecord, RECORDS_CHANNEL } from "@/crm/record/write.ts";
import { followTask } from "@/crm/tasks/next.ts";
import type { UndoEntry } from "@/store/tables/records.ts";

/** One bulk change takes at most so many records. */
export const MOST_AT_ONCE = 10_000;
const STEP = 1_000;
/** Ids that one NOTIFY may carry (8,000 bytes at most). */
const MOST_NAMED = 150;
/** A bulk change, deletion or merge can be taken back for so long. */
export const UNDO_DAYS = 30;

export interface BulkDone {
  /** How many were changed; others of the selection were out of reach or already so. */
  changed: number;
  /** Takes it back; null: nothing was changed. */
  undo: string | null;
}

export interface BulkInput {
  kind: RecordKind;
  select: Selection;
  values: Record<string, unknown>;
  addTags: readonly string[];
  removeTags: readonly string[];
}

/** @throws {ForbiddenError} @throws {BadInputError} */
export async function bulkUpdate(store: Store, access: Access, input: BulkInput): Promise<Result<BulkDone>> {
  const { kind } = input;
  if (reachOf(access, kind, "edit") === "none") throw new ForbiddenError(wordOf(kind, "edit"));
  return await inSteps(store, access, { ...input, verb: "updated", action: "edit" }, async (trx, rows, schema) => {
    const values = readInput(input.values, access, { kind, schema });
    // Labels that are added and taken are a change of the field too.
    if (input.addTags.length + input.removeTags.length > 0) readInput({ tags: [] }, access, { kind, schema });
    const ranks = values.stage === undefined ? null : await ranksOf(trx, rows.map(({ id }) => id));
    const done: Done[] = [];
    for (const before of rows) {
      const tags = retag(before.values.tags as string[], input);
      const { record, change } = await changeRecord(trx, access, { before, values: { ...values, ...tags }, schema });
      if (change) done.push({ record, change, rank: ranks?.get(before.id) });
    }
    return done;
  });
}

/** Deletes: the records can be restored. @throws {ForbiddenError} @throws {BadInputError} */
export async function deleteRecords(
  store: Store,
  access: Access,
  input: { kind: RecordKind; select: Selection },
): Promise<Result<BulkDone>> {
  const { kind } = input;
  if (reachOf(access, kind, "delete") === "none") throw new ForbiddenError(wordOf(kind, "delete"));
  return await inSteps(
    store,
    access,
    { ...input, verb: "deleted", action: "delete" },
    (trx, rows) => archive(trx, { kind, rows: rows.filter((row) => !row.archived), archived: true }),
  );
}

/** @throws {ForbiddenError} */
export async function restoreRecords(
  store: Store,
  access: Access,
  input: { kind: RecordKind; select: Selection },
): Promise<Result<BulkDone>> {
  const { kind } = input;
  if (reachOf(access, kind, "delete") === "none") throw new ForbiddenError(wordOf(kind, "delete"));
  return await inSteps(
    store,
    access,
    { ...input, verb: "restored", action: "delete" },
    (trx, rows) => archive(trx, { kind, rows: rows.filter((row) => row.archived), archived: false }),
  );
}

/**
 * Takes a bulk change or deletion of one's own back. Records that somebody changed since are left as they are and
 * counted out. @returns how many came back
 */
export async function undo(store: Store, access: Access, input: { id: string }): Promise<Result<BulkDone>> {
  const schemas = new Map(await Promise.all(KINDS.map(async (kind) => [kind, await schemaOf(store, kind)] as const)));
  try {
    return await store.tx(async (trx) => {
      const set = await trx.selectFrom("undo_sets").selectAll().where("id", "=", input.id)
        .where("user_id", access.user === "system" ? "is" : "=", access.user === "system" ? null : access.user)
        .forUpdate().executeTakeFirst();
      if (!set || set.undone_at) throw new Refusal("records.error.no-undo");
      const schema = schemas.get(set.kind)!;
      const entries = new Map(set.entries.map((entry) => [entry.id, entry]));
      const rows = await lockRows(trx, access, { kind: set.kind, ids: [...entries.keys()], action: "edit", schema });
      const placed = set.entries.filter(({ left }) => left !== undefined).map(({ id }) => id);
      const ranks = placed.length > 0 ? await ranksOf(trx, placed) : new Map<string, string>();
      const same = rows.filter((row) => isAsLeft(entries.get(row.id)!, row, ranks.get(row.id)));
      const done = set.verb === "updated"
        ? await Promise.all(same.map((before) => back(trx, { before, entry: entries.get(before.id)!, schema })))
        : await archive(trx, { kind: set.kind, rows: same, archived: set.verb === "restored" });
      await trx.updateTable("undo_sets").set({ undone_at: sql`now()` }).where("id", "=", set.id).execute();
      const changes = done.flatMap(({ change }) => change ? [change] : []);
      await writeChanges(trx, access, { changes, cause: set.id });
      if (set.kind === "task" && set.verb === "updated") {
        for (const [n, { record }] of done.entries()) {
          await followTask(trx, access, { before: same[n], record, schema, log: { cause: set.id } });
        }
      }
      await tell(trx, set.kind, changes.map((change) => change.entity.id));
      return { ok: true as const, value: { changed: changes.length, undo: null } };
    });
  } catch (error) {
    if (error instanceof Refusal) return error.toResult();
    // What was before has been taken meanwhile: another open call-back of the number, for instance.
    if (constraintOf(error) !== "") return { ok: false, code: "records.error.no-undo" };
    throw error;
  }
}

/** Tells everybody who looks at these records. */
export async function tell(trx: Transaction<Database>, kind: RecordKind, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const payload = JSON.stringify(ids.length > MOST_NAMED ? { kind, all: true } : { kind, ids });
  await sql`select pg_notify(${RECORDS_CHANNEL}, ${payload})`.execute(trx);
}

export interface Done {
  record: CrmRecord;
  change: Change;
  /** Of a deal that moved: the place that it had. */
  rank?: string;
  /** Of one that only changed its place: the new one. */
  left?: string;
}

export interface Steps {
  kind: RecordKind;
  select: Selection;
  verb: string;
  action: "edit" | "delete";
}

/**
 * Runs `work` over the selected records within reach, a thousand a transaction, writes their changes and keeps what was
 * before as one undo set. For verbs of other rooms too. @throws {ForbiddenError}
 */
export async function inSteps(
  store: Store,
  access: Access,
  steps: Steps,
  work: (trx: Transaction<Database>, rows: CrmRecord[], schema: Schema) => Promise<Done[]>,
): Promise<Result<BulkDone>> {
  const { kind, action, select } = steps;
  const schema = await schemaOf(store, kind);
  const ids = "ids" in select
    ? [...new Set(select.ids)]
    : await listIds(store, access, { ...select.query, kind, action, most: MOST_AT_ONCE + 1 });
  if (ids.length > MOST_AT_ONCE) {
    return { ok: false, code: "records.error.too-many-at-once", detail: { most: MOST_AT_ONCE } };
  }
  const set = newId();
  let changed = 0;
  try {
    for (let from = 0; from < ids.length; from += STEP) {
      changed += await store.tx(async (trx) => {
        const rows = await lockRows(trx, access, { kind, ids: ids.slice(from, from + STEP), action, schema });
        const done = await work(trx, rows, schema);
        await writeChanges(trx, access, { changes: done.map(({ change }) => change), cause: set });
        await remember(trx, access, { set, steps, done });
        await tell(trx, kind, done.map(({ record }) => record.id));
        return done.length;
      });
    }
  } catch (error) {
    if (error instanceof Refusal) return { ...error.toResult(), ...(changed > 0 ? { detail: { changed } } : {}) };
    throw error;
  }
  return { ok: true, value: { changed, undo: changed > 0 ? set : null } };
}

/** Keeps what was before, for {@link undo}. */
export async function remember(
  trx: Transaction<Database>,
  access: Access,
  options: { set: string; steps: Pick<Steps, "verb" | "kind">; done: readonly Done[] },
): Promise<void> {
  const { set, steps, done } = options;
  if (done.length === 0) return;
  const entries: UndoEntry[] = done.map(({ record, change, rank, left }) => ({
    id: record.id,
    version: record.version,
    before: change.before ?? {},
    ...(rank === undefined ? {} : { after: change.after ?? {}, rank, left }),
  }));
  await sql`insert into undo_sets as u (id, user_id, verb, kind, count, entries)
    values (${set}, ${access.user === "system" ? null : access.user}, ${steps.verb}, ${steps.kind}, ${entries.length},
      ${JSON.stringify(entries)}::jsonb)
    on conflict (id) do update set count = u.count + excluded.count, entries = u.entries || excluded.entries`
    .execute(trx);
}

async function archive(
  trx: Transaction<Database>,
  options: { kind: RecordKind; rows: CrmRecord[]; archived: boolean },
): Promise<Done[]> {
  const { kind, rows, archived } = options;
  if (rows.length === 0) return [];
  await sql`update ${sql.table(PLURAL[kind])} set archived_at = ${archived ? sql`now()` : sql`null`},
    version = version + 1, updated_at = now() where id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(trx);
  return rows.map((row) => ({
    record: { ...row, archived, version: row.version + 1 },
    change: {
      type: `${kind}.${archived ? "deleted" : "restored"}`,
      entity: { kind, id: row.id },
      before: { archived: !archived },
      after: { archived, name: row.values.name },
    },
  }));
}

/** Puts the old values back; what people may not write now was theirs before, so nothing is asked again. */
async function back(
  trx: Transaction<Database>,
  options: { before: CrmRecord; entry: UndoEntry; schema: Schema },
): Promise<{ record: CrmRecord; change: Change | null }> {
  const { before, entry, schema } = options;
  const values = Object.fromEntries(Object.entries(entry.before).filter(([key]) => schema.has(key))) as Values;
  const changed = difference(before.values as Plain, { ...before.values, ...values } as Plain);
  if (entry.left !== undefined) {
    await placeBack(trx, entry);
    const [was, now] = [entry.left, entry.rank].map((rank) => ({ stage: before.values.stage, rank }));
    const entity = { kind: before.kind, id: before.id };
    return { record: before, change: { type: "deal.placed", entity, before: was, after: now } };
  }
  if (!changed) return { record: before, change: null };
  await writeRaw(trx, { kind: before.kind, id: before.id, values: changed.after as Values, schema });
  await placeBack(trx, entry);
  return {
    record: { ...before, values: { ...before.values, ...values }, version: before.version + 1 },
    change: { type: `${before.kind}.updated`, entity: { kind: before.kind, id: before.id }, ...changed },
  };
}

/** Writes values as they once were, without deriving anything from them. For undo, revert and unmerge. */
export async function writeRaw(
  trx: Transaction<Database>,
  options: { kind: RecordKind; id: string; values: Values; schema: Schema },
): Promise<void> {
  const { columns, custom } = toColumns(options.values, options.schema);
  const sets = [
    sql`version = r.version + 1`,
    sql`updated_at = now()`,
    ...Object.entries(columns).filter(([name]) => name !== "created_at" && name !== "updated_at")
      .map(([name, value]) => sql`${sql.ref(name)} = ${value}`),
    sql`custom = jsonb_strip_nulls(r.custom || ${JSON.stringify(custom)}::jsonb)`,
  ];
  await sql`update ${sql.table(PLURAL[options.kind])} r set ${sql.join(sets)} where r.id = ${options.id}::uuid`
    .execute(trx);
}

function retag(tags: readonly string[], input: BulkInput): { tags?: string[] } {
  const { addTags, removeTags } = input;
  if (addTags.length === 0 && removeTags.length === 0) return {};
  return { tags: [...new Set([...tags, ...addTags])].filter((tag) => !removeTags.includes(tag)).slice(0, 50) };
}
