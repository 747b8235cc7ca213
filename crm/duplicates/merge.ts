/**
 * Merging records of one kind: the survivor takes the chosen values and everything that pointed to the others; those
 * are deleted. One transaction; the table `merges` holds what is needed to take it back (unmerge.ts).
 */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { type Change, verb, writeChange } from "@/crm/verb.ts";
import { asSeen } from "@/crm/record/columns.ts";
import {
  changeRecord,
  CONSTRAINTS,
  type CrmRecord,
  fieldRight,
  getRecords,
  lockRows,
  PLURAL,
  reaches,
  type RecordKind,
  RECORDS_CHANNEL,
  type Schema,
  schemaOf,
  tell,
  type Values,
} from "@/crm/record/mod.ts";
import { sameValue } from "@/crm/record/same.ts";
import { companyTexts, movedRecords, moveLinks, renameMoved, type Texts } from "@/crm/duplicates/moves.ts";
import { type MergeField, planMerge } from "@/crm/duplicates/plan.ts";
import type { mergeSchema } from "@/crm/duplicates/schemas.ts";

type Input = z.output<typeof mergeSchema> & { kind: RecordKind };

export interface Merged {
  /** Takes it back. */
  merge: string;
  record: CrmRecord;
}

/** How each touched record was before; `draft` of contacts only. */
export interface Before {
  records: { id: string; version: number; values: Values; draft: boolean }[];
  /** Fields of the survivor that the merge changed. */
  changed: { before: Values; after: Values };
  /** Of companies: what the records linked to them showed as their company. */
  texts: Texts;
}

/** What the merge would do, with the conflicts that a person has to decide. Changes nothing. @throws {ForbiddenError} */
export async function previewMerge(
  store: Store,
  access: Access,
  input: Pick<Input, "kind" | "survivor" | "others" | "take">,
): Promise<Result<{ records: CrmRecord[]; fields: MergeField[]; undecided: string[] }>> {
  require(access, "records.merge");
  const { kind } = input;
  const schema = await schemaOf(store, kind);
  const ids = [input.survivor, ...input.others];
  const found = await getRecords(store, access, { kind, ids });
  try {
    const records = inOrder(found, ids, { access, kind });
    const visible = [...schema.values()].filter((field) => fieldRight(access, kind, field.key) !== "hidden");
    const plan = planMerge(records, visible, { take: input.take, mayChoose: chooser(access, kind) });
    return { ok: true, value: { records, fields: plan.fields, undecided: plan.undecided } };
  } catch (error) {
    if (error instanceof Refusal) return error.toResult();
    throw error;
  }
}

/** @throws {ForbiddenError} */
export function mergeRecords(store: Store, access: Access, input: Input): Promise<Result<Merged>> {
  const { kind, survivor } = input;
  return verb(store, access, {
    permission: "records.merge",
    constraints: CONSTRAINTS,
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const schema = await schemaOf(store, kind);
      const ids = [survivor, ...input.others];
      if (new Set(ids).size < ids.length) throw new Refusal("duplicates.error.itself");
      const locked = await lockRows(trx, access, { kind, ids, action: "view", schema });
      const records = inOrder(locked, ids, { access, kind });
      for (const { id, version } of records) {
        if ((input.versions[id] ?? version) !== version) throw new Refusal("records.error.stale");
      }
      const plan = planMerge(records, [...schema.values()], { take: input.take, mayChoose: chooser(access, kind) });
      if (plan.undecided.length > 0) throw new Refusal("duplicates.error.undecided", { field: plan.undecided[0] });
      const values = kind === "deal" ? dealValues(records[0], plan.values) : plan.values;
      return await merge(trx, access, { records, values, schema });
    },
  });
}

/** What changes of the deal that stays: a probability that follows the stage is not set by hand thereby. */
function dealValues(survivor: CrmRecord, values: Values): Values {
  const changed = Object.entries(values).filter(([key, value]) => !sameValue(value, survivor.values[key]));
  const { probability, probabilityManual, ...rest } = Object.fromEntries(changed);
  return (probabilityManual ?? survivor.values.probabilityManual) && probability !== undefined
    ? { ...rest, probability }
    : rest;
}

async function merge(
  trx: Transaction<Database>,
  access: Access,
  options: { records: readonly CrmRecord[]; values: Values; schema: Schema },
): Promise<{ value: Merged; change: Change }> {
  const { records, values, schema } = options;
  const [survivor, ...others] = records;
  const { kind } = survivor;
  const drafts = await draftsOf(trx, { kind, ids: records.map(({ id }) => id) });
  const id = newId();
  const gone = others.map((other) => other.id);
  await sql`update ${sql.table(PLURAL[kind])} set archived_at = now(), version = version + 1, updated_at = now()
    where id = any(${gone}::uuid[])`.execute(trx);
  const texts = kind === "company" ? await companyTexts(trx, records.map((record) => record.id)) : {};
  const moved = await moveLinks(trx, { kind, from: gone, to: survivor.id });
  const changed = await changeRecord(trx, access, { before: survivor, values, schema, trusted: true });
  if (kind === "company") await renameMoved(trx, { moved, name: `${changed.record.values.name ?? ""}` });
  const pairs = await settlePairs(trx, { ids: records.map((record) => record.id), by: access.user });
  const before: Before = {
    records: records.map((one) => ({
      id: one.id,
      version: one.version,
      values: one.values,
      draft: drafts.has(one.id),
    })),
    changed: {
      before: (changed.change?.before ?? {}) as Values,
      after: (changed.change?.after ?? {}) as Values,
    },
    texts,
  };
  await trx.insertInto("merges").values({
    id,
    kind,
    survivor_id: survivor.id,
    merged_ids: gone,
    before: JSON.stringify(before),
    moved: JSON.stringify({ ...moved, pairs: { open: pairs } }),
    version: changed.record.version,
    actor: access.user,
  }).execute();
  const names = others.map((other) => ({ id: other.id, name: `${other.values.name ?? ""}` }));
  for (const other of names) {
    const after = { archived: true, name: other.name, mergedInto: survivor.id };
    const change = { type: `${kind}.deleted`, entity: { kind, id: other.id }, before: { archived: false }, after };
    await writeChange(trx, access, { change, cause: id });
  }
  await tell(trx, kind, gone);
  const touched = movedRecords(moved);
  for (const one of ["lead", "contact", "deal", "task"] as const) await tell(trx, one, touched[one]);
  return {
    value: { merge: id, record: asSeen(changed.record, access, { schema }) },
    change: {
      type: `${kind}.merged`,
      entity: { kind, id: survivor.id },
      ...before.changed,
      data: { ...before.changed.after, merge: id, merged: names },
    },
  };
}

/** In the order asked for. @throws {Refusal} one is not there, was deleted, or is only to be seen */
function inOrder(
  found: readonly CrmRecord[],
  ids: readonly string[],
  options: { access: Access; kind: RecordKind },
): CrmRecord[] {
  return ids.map((id) => {
    const record = found.find((one) => one.id === id);
    if (!record || record.archived) throw new Refusal("records.error.no-record");
    const { owner = null, team = null } = record.values as { owner?: string | null; team?: string | null };
    if (!reaches(options.access, options.kind, { action: "edit", owner, team })) {
      throw new Refusal("records.error.not-yours");
    }
    return record;
  });
}

function chooser(access: Access, kind: RecordKind): (key: string) => boolean {
  return (key) => fieldRight(access, kind, key) === "edit";
}

async function draftsOf(
  trx: Transaction<Database>,
  options: { kind: RecordKind; ids: readonly string[] },
): Promise<Set<string>> {
  if (options.kind !== "contact") return new Set();
  const rows = await trx.selectFrom("contacts").select("id").where("id", "in", [...options.ids]).where(
    "draft",
    "=",
    true,
  )
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Pairs among the merged are settled. Answers the ids of those that were open. */
async function settlePairs(
  trx: Transaction<Database>,
  options: { ids: readonly string[]; by: string },
): Promise<string[]> {
  const rows = await trx.updateTable("duplicate_pairs")
    .set({ state: "merged", settled_at: sql`now()`, settled_by: options.by })
    .where("a", "in", [...options.ids]).where("b", "in", [...options.ids]).where("state", "=", "open")
    .returning("id").execute();
  return rows.map(({ id }) => id);
}
