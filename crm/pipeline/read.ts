/** What whoever sees deals may read of the set-up of sales. */
import { sql } from "kysely";
import { type Access, anyReach, ForbiddenError, type Permission } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { requiredNow } from "@/crm/pipeline/stages.ts";
import type { LossReason, Pipeline, PipelineStage, Product, StageColour } from "@/crm/pipeline/types.ts";

/** One of these is needed to read pipelines, products and reasons of loss. */
export const PIPELINE_READERS: readonly Permission[] = [
  ...anyReach("deals", "view"),
  "pipelines.manage",
  "automation.manage",
  "records.import",
];

/** @throws {ForbiddenError} */
export function requireReader(access: Access): void {
  if (!PIPELINE_READERS.some((need) => access.permissions.has(need))) throw new ForbiddenError("deals.view.own");
}

export interface ListOptions {
  /** Those that were put away too, marked `archived`. */
  archived?: boolean;
}

/** All pipelines in their order, each with its stages in the order of the columns. @throws {ForbiddenError} */
export async function listPipelines(store: Store, access: Access, options: ListOptions = {}): Promise<Pipeline[]> {
  requireReader(access);
  return await readPipelines(store.db, options);
}

/** {@link listPipelines} inside a transaction. */
export async function readPipelines(db: Store["db"], options: ListOptions & { id?: string } = {}): Promise<Pipeline[]> {
  const { archived = false, id } = options;
  const pipelines = await db.selectFrom("pipelines").select(["id", "name", "version", "archived_at"])
    .$if(!archived, (query) => query.where("archived_at", "is", null))
    .$if(id !== undefined, (query) => query.where("id", "=", id!))
    .orderBy(sql`archived_at is not null`).orderBy("position").orderBy("id").execute();
  const stages = await selectStages(db)
    .$if(!archived, (query) => query.where("s.archived_at", "is", null))
    .$if(id !== undefined, (query) => query.where("s.pipeline_id", "=", id!))
    .orderBy("s.position").orderBy("s.id").execute();
  return pipelines.map((row) => ({
    id: row.id,
    name: row.name,
    version: row.version,
    archived: row.archived_at !== null,
    stages: stages.filter((stage) => stage.pipeline_id === row.id).map(toStage),
  }));
}

/** Rows for {@link toStage}. */
export function selectStages(db: Store["db"]) {
  return db.selectFrom("stages as s").select([
    "s.id",
    "s.pipeline_id",
    "s.name",
    "s.colour",
    "s.probability",
    "s.type",
    "s.rotten_days",
    "s.wip_limit",
    "s.version",
    "s.archived_at",
  ]).select(requiredNow.as("required"));
}

type StageRow = Awaited<ReturnType<ReturnType<typeof selectStages>["execute"]>>[number];

export function toStage(row: StageRow): PipelineStage {
  return {
    id: row.id,
    name: row.name,
    colour: row.colour as StageColour,
    probability: row.probability,
    type: row.type,
    rottenDays: row.rotten_days,
    required: row.required,
    wipLimit: row.wip_limit,
    version: row.version,
    archived: row.archived_at !== null,
  };
}

/** By their names. @throws {ForbiddenError} */
export async function listProducts(store: Store, access: Access, options: ListOptions = {}): Promise<Product[]> {
  requireReader(access);
  const rows = await store.db.selectFrom("products").select(["id", "name", "sku", "price", "version", "archived_at"])
    .$if(!options.archived, (query) => query.where("archived_at", "is", null))
    .orderBy(sql`archived_at is not null`).orderBy(sql`lower(name)`).orderBy("id").execute();
  return rows.map(({ archived_at, ...row }) => ({ ...row, archived: archived_at !== null }));
}

/** In their order. @throws {ForbiddenError} */
export async function listLossReasons(store: Store, access: Access, options: ListOptions = {}): Promise<LossReason[]> {
  requireReader(access);
  const rows = await store.db.selectFrom("loss_reasons").select(["id", "name", "version", "archived_at"])
    .$if(!options.archived, (query) => query.where("archived_at", "is", null))
    .orderBy(sql`archived_at is not null`).orderBy("position").orderBy("id").execute();
  return rows.map(({ archived_at, ...row }) => ({ ...row, archived: archived_at !== null }));
}

/** How many deals stand in each stage, over everybody's: by the totals that the database keeps. */
export async function dealsInStages(store: Store, access: Access): Promise<Record<string, number>> {
  requireReader(access);
  const { rows } = await sql<{ stage: string; deals: number }>`select stage_id as stage, sum(deals)::int as deals
    from deal_totals group by 1`.execute(store.db);
  return Object.fromEntries(rows.map(({ stage, deals }) => [stage, deals]));
}
