/**
 * All deals of stages that are put away go to another one in the same transaction, each with its event and audit row as
 * if it had been moved by itself, in the order in which they stood, and with one undo for all.
 */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database } from "@/crm/records.ts";
import { Refusal } from "@/crm/result.ts";
import { type Change, writeChanges } from "@/crm/verb.ts";
import { tell } from "@/crm/record/bulk.ts";
import { type Stage, stagesIn } from "@/crm/pipeline/stages.ts";
import type { UndoEntry } from "@/store/tables/records.ts";

/** Rows of one statement: each settles in time whatever the number of deals. */
const STEP = 2_000;

export interface Moved {
  deals: number;
  /** Takes the moves back (`undo`); null: nothing was moved. */
  undo: string | null;
}

export interface MoveDeals {
  from: readonly string[];
  /** null: there must be none to move. */
  to: string | null;
  /** A pipeline that is put away: no deal goes there. */
  not?: string;
}

interface Row {
  id: string;
  version: number;
  stage: string;
  pipeline: string;
  probability: number;
  stage_since: string;
  moved_by: string | null;
}

/** @throws {Refusal} pipelines.error.has-deals, no-target, other-type, target-full */
export async function moveDeals(trx: Transaction<Database>, access: Access, options: MoveDeals): Promise<Moved> {
  const { from, to } = options;
  const { rows: ids } = await sql<{ id: string }>`select id from deals where stage_id = any(${[...from]}::uuid[])
    and archived_at is null order by rank, id for update`.execute(trx);
  if (ids.length === 0) return { deals: 0, undo: null };
  if (to === null) throw new Refusal("pipelines.error.has-deals", { deals: ids.length });
  const target = await targetOf(trx, { ...options, to, deals: ids.length });
  const undo = newId();
  const at = new Date();
  const by = access.user === "system" ? null : access.user;
  const all: UndoEntry[] = [];
  for (let first = 0; first < ids.length; first += STEP) {
    const step = ids.slice(first, first + STEP).map(({ id }) => id);
    const { rows } = await sql<Row>`with old as (
        select d.id, d.version, d.stage_id, d.pipeline_id, d.probability, d.stage_since, d.moved_by, o.n
        from unnest(${step}::uuid[]) with ordinality o (id, n) join deals d on d.id = o.id
      )
      update deals d set stage_id = ${target.id}::uuid, pipeline_id = ${target.pipeline}::uuid,
        stage_since = ${at}, moved_by = ${by}::uuid, version = d.version + 1, updated_at = now(),
        probability = case when d.probability_manual then d.probability else ${target.probability} end,
        rank = -extract(epoch from ${at}::timestamptz) + (${first} + old.n) * 0.000001
      from old where d.id = old.id
      returning d.id, d.version, old.stage_id as stage, old.pipeline_id as pipeline, old.probability,
        to_char(old.stage_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as stage_since, old.moved_by`
      .execute(trx);
    await writeChanges(trx, access, { changes: rows.map((row) => changeOf(row, target, { at, by })), cause: undo });
    await tell(trx, "deal", step);
    all.push(...rows.map((row) => ({ id: row.id, version: row.version, before: beforeOf(row) })));
  }
  await trx.insertInto("undo_sets").values({
    id: undo,
    user_id: by,
    verb: "updated",
    kind: "deal",
    count: all.length,
    entries: JSON.stringify(all),
  }).execute();
  return { deals: all.length, undo };
}

const beforeOf = (row: Row) => ({
  pipeline: row.pipeline,
  stage: row.stage,
  probability: row.probability,
  stageSince: row.stage_since,
  movedBy: row.moved_by,
});

function changeOf(row: Row, target: Stage, options: { at: Date; by: string | null }): Change {
  const before: Record<string, unknown> = beforeOf(row);
  const after: Record<string, unknown> = {
    pipeline: target.pipeline,
    stage: target.id,
    probability: target.probability,
    stageSince: options.at.toISOString(),
    movedBy: options.by,
  };
  const keys = Object.keys(after).filter((key) => after[key] !== before[key]);
  const pick = (from: Record<string, unknown>) => Object.fromEntries(keys.map((key) => [key, from[key]]));
  return { type: "deal.updated", entity: { kind: "deal", id: row.id }, before: pick(before), after: pick(after) };
}

/** Where the deals go: no deal is won or lost by the way. */
async function targetOf(
  trx: Transaction<Database>,
  options: MoveDeals & { to: string; deals: number },
): Promise<Stage> {
  const stages = await stagesIn(trx);
  const target = stages.find(({ id }) => id === options.to);
  const unfit = !target || target.archived || options.from.includes(target.id) || target.pipeline === options.not;
  if (unfit) throw new Refusal("pipelines.error.no-target", { field: "moveTo" });
  if (stages.some(({ id, type }) => options.from.includes(id) && type !== target.type)) {
    throw new Refusal("pipelines.error.other-type", { field: "moveTo" });
  }
  if (target.wipLimit !== null) {
    await sql`select 1 from stages where id = ${target.id}::uuid for update`.execute(trx);
    const { rows: [{ n }] } = await sql<{ n: number }>`select count(*)::int as n from deals
      where stage_id = ${target.id}::uuid and archived_at is null`.execute(trx);
    if (n + options.deals > target.wipLimit) {
      throw new Refusal("pipelines.error.target-full", { stage: target.name, limit: target.wipLimit });
    }
  }
  return target;
}
