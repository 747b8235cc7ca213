/**
 * Verbs of stages. A pipeline keeps at least one open, one won and one lost stage; won is 100 %, lost 0 %. What a stage
 * says of its deals (probability, when they rot) follows in them at once.
 */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import { RECORDS_CHANNEL, schemaOf } from "@/crm/record/mod.ts";
import { type Moved, moveDeals } from "@/crm/pipeline/move_deals.ts";
import {
  archivedChange,
  BY_MANAGERS,
  lastPosition,
  lockThing,
  markArchived,
  oneByOne,
  putInOrder,
} from "@/crm/pipeline/put_away.ts";
import { selectStages, toStage } from "@/crm/pipeline/read.ts";
import { mayBeRequired } from "@/crm/pipeline/required.ts";
import type {
  archiveStageSchema,
  createStageSchema,
  orderStagesSchema,
  StageInput,
  thingSchema,
  updateStageSchema,
} from "@/crm/pipeline/schemas.ts";
import type { PipelineStage } from "@/crm/pipeline/types.ts";

/** @throws {ForbiddenError} */
export async function createStage(
  store: Store,
  access: Access,
  input: z.output<typeof createStageSchema>,
): Promise<Result<PipelineStage>> {
  const { pipeline, ...given } = input;
  const keys = await knownKeys(store);
  return await verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      await oneByOne(trx);
      await lockThing(trx, "pipelines", { id: pipeline });
      requireKnown(given.required, keys);
      const stage = settled(given);
      const id = newId();
      await makeRoom(trx, { pipeline, type: stage.type });
      const position = await placeFor(trx, { pipeline, type: stage.type });
      await trx.insertInto("stages").values({ id, pipeline_id: pipeline, position, ...toRow(stage) }).execute();
      const after = { pipeline, ...stage };
      return {
        value: await oneStage(trx, id),
        change: { type: "stage.created", entity: { kind: "stage", id }, after },
      };
    },
  });
}

/** Only what is given is changed. @throws {ForbiddenError} */
export async function updateStage(
  store: Store,
  access: Access,
  input: z.output<typeof updateStageSchema>,
): Promise<Result<PipelineStage>> {
  const { id, version, ...given } = input;
  const keys = await knownKeys(store);
  return await verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      await oneByOne(trx);
      await lockThing(trx, "stages", { id, version });
      const { version: was, archived: _, id: __, ...before } = await oneStage(trx, id);
      if (given.required) requireKnown(given.required.filter((key) => !before.required.includes(key)), keys);
      const stage = settled({ ...before, ...defined(given) });
      const changed = difference({ ...before }, { ...stage });
      if (!changed) return { value: await oneStage(trx, id), change: null };
      if (stage.type !== before.type) await mayChangeType(trx, id);
      await trx.updateTable("stages").set({ ...toRow(stage), version: was + 1 }).where("id", "=", id).execute();
      if (
        stage.type !== before.type || stage.probability !== before.probability ||
        stage.rottenDays !== before.rottenDays
      ) await followInDeals(trx, { id, ...stage });
      return {
        value: await oneStage(trx, id),
        change: { type: "stage.updated", entity: { kind: "stage", id }, ...changed },
      };
    },
  });
}

/** Those that are not named come after, as they were. @throws {ForbiddenError} */
export function reorderStages(
  store: Store,
  access: Access,
  input: z.output<typeof orderStagesSchema>,
): Promise<Result<null>> {
  const { pipeline } = input;
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      await oneByOne(trx);
      await lockThing(trx, "pipelines", { id: pipeline });
      return { value: null, change: await putInOrder(trx, "stages", { ids: input.ids, pipeline }) };
    },
  });
}

/** Takes a stage off the board; its deals go to `moveTo` in the same step. @throws {ForbiddenError} */
export function archiveStage(
  store: Store,
  access: Access,
  input: z.output<typeof archiveStageSchema>,
): Promise<Result<Moved>> {
  const { id } = input;
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      await oneByOne(trx);
      const before = await lockThing(trx, "stages", input);
      await anotherOf(trx, id);
      const moved = await moveDeals(trx, access, { from: [id], to: input.moveTo });
      await markArchived(trx, "stages", { id, archived: true });
      return { value: moved, change: archivedChange("stage", { id, archived: true, name: before.name }) };
    },
  });
}

/** @throws {ForbiddenError} */
export function restoreStage(
  store: Store,
  access: Access,
  input: z.output<typeof thingSchema>,
): Promise<Result<PipelineStage>> {
  const { id } = input;
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      await oneByOne(trx);
      const before = await lockThing(trx, "stages", { ...input, archivedToo: true });
      if (!before.archived) return { value: await oneStage(trx, id), change: null };
      await markArchived(trx, "stages", { id, archived: false });
      const change = archivedChange("stage", { id, archived: false, name: before.name });
      return { value: await oneStage(trx, id), change };
    },
  });
}

/** What follows from the type. */
function settled(stage: StageInput): StageInput {
  if (stage.type === "open") return stage;
  return { ...stage, probability: stage.type === "won" ? 100 : 0, rottenDays: null };
}

const defined = <T extends object>(given: T): { [Key in keyof T]?: NonNullable<T[Key]> | Extract<T[Key], null> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;

function toRow({ rottenDays, wipLimit, ...stage }: StageInput) {
  return { ...stage, rotten_days: rottenDays, wip_limit: wipLimit };
}

async function oneStage(trx: Transaction<Database>, id: string): Promise<PipelineStage> {
  return toStage(await selectStages(trx).where("s.id", "=", id).executeTakeFirstOrThrow());
}

async function knownKeys(store: Store): Promise<ReadonlySet<string>> {
  return new Set([...(await schemaOf(store, "deal")).values()].filter(mayBeRequired).map(({ key }) => key));
}

function requireKnown(required: readonly string[], keys: ReadonlySet<string>): void {
  const unknown = required.find((key) => !keys.has(key));
  if (unknown !== undefined) throw new Refusal("pipelines.error.no-field", { field: "required" });
}

/** A new open stage stands behind the open ones, before won and lost. */
async function placeFor(trx: Transaction<Database>, options: { pipeline: string; type: string }): Promise<number> {
  if (options.type !== "open") return await lastPosition(trx, "stages", options);
  const { rows: [row] } = await sql<{ next: number }>`select coalesce(max(position), -1) + 1 as next from stages
    where pipeline_id = ${options.pipeline}::uuid and type = 'open' and archived_at is null`.execute(trx);
  return row.next;
}

async function makeRoom(trx: Transaction<Database>, options: { pipeline: string; type: string }): Promise<void> {
  if (options.type !== "open") return;
  const next = await placeFor(trx, options);
  await sql`update stages set position = position + 1 where pipeline_id = ${options.pipeline}::uuid
    and position >= ${next}`.execute(trx);
}

/** @throws {Refusal} when it is the last of its type in its pipeline */
async function anotherOf(trx: Transaction<Database>, id: string): Promise<void> {
  const { rows: [row] } = await sql<{ type: string; others: number }>`select s.type,
    (select count(*)::int from stages o where o.pipeline_id = s.pipeline_id and o.type = s.type and o.id <> s.id
      and o.archived_at is null) as others from stages s where s.id = ${id}::uuid`.execute(trx);
  if (row.others === 0) throw new Refusal("pipelines.error.last-stage", { type: row.type });
}

/** Deals are won and lost by moves and not by a new meaning of the place where they stand. @throws {Refusal} */
async function mayChangeType(trx: Transaction<Database>, id: string): Promise<void> {
  await anotherOf(trx, id);
  const { rows: [{ n }] } = await sql<{ n: number }>`select count(*)::int as n from deals
    where stage_id = ${id}::uuid`.execute(trx);
  if (n > 0) throw new Refusal("pipelines.error.type-has-deals", { deals: n });
}

/** Deals whose probability is the stage's take the new one; all of them rot by the new number of days. */
async function followInDeals(trx: Transaction<Database>, stage: StageInput & { id: string }): Promise<void> {
  const { numAffectedRows = 0n } = await sql`update deals set
      probability = case when probability_manual then probability else ${stage.probability} end,
      rotten_at = stage_since + make_interval(days => ${stage.rottenDays}::int)
    where stage_id = ${stage.id}::uuid and (
      (not probability_manual and probability <> ${stage.probability})
      or rotten_at is distinct from stage_since + make_interval(days => ${stage.rottenDays}::int))`.execute(trx);
  if (numAffectedRows === 0n) return;
  await sql`select pg_notify(${RECORDS_CHANNEL}, ${JSON.stringify({ kind: "deal", all: true })})`.execute(trx);
}
