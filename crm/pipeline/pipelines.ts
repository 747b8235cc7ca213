/** Verbs of pipelines: each has at least one open, one won and one lost stage, and one pipeline always remains. */
import type { Transaction } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import defaults from "@/crm/pipeline/defaults.json" with { type: "json" };
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
import { readPipelines } from "@/crm/pipeline/read.ts";
import type {
  archivePipelineSchema,
  createPipelineSchema,
  orderSchema,
  renamePipelineSchema,
  thingSchema,
} from "@/crm/pipeline/schemas.ts";
import type { Pipeline } from "@/crm/pipeline/types.ts";
import type { StageType } from "@/store/tables/sales.ts";

/** With the usual stages, or those of another pipeline. @throws {ForbiddenError} */
export function createPipeline(
  store: Store,
  access: Access,
  input: z.output<typeof createPipelineSchema>,
): Promise<Result<Pipeline>> {
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      await oneByOne(trx);
      const id = newId();
      const stages = await stagesFor(trx, input);
      await trx.insertInto("pipelines").values({ id, name: input.name, position: await lastPosition(trx, "pipelines") })
        .execute();
      await trx.insertInto("stages").values(stages.map((stage, position) => ({
        ...stage,
        id: newId(),
        pipeline_id: id,
        position,
      }))).execute();
      const after = { name: input.name, stages: stages.map(({ name }) => name) };
      return {
        value: await onePipeline(trx, id),
        change: { type: "pipeline.created", entity: { kind: "pipeline", id }, after },
      };
    },
  });
}

async function stagesFor(trx: Transaction<Database>, input: { like?: string; locale: "ru" | "en" }) {
  if (input.like === undefined) {
    return defaults[input.locale].stages.map((stage) => ({
      name: stage.name,
      colour: stage.colour,
      probability: stage.probability,
      type: stage.type as StageType,
      rotten_days: "rottenDays" in stage ? stage.rottenDays : null,
      wip_limit: null,
    }));
  }
  const rows = await trx.selectFrom("stages")
    .select(["name", "colour", "probability", "type", "rotten_days", "wip_limit", "required"])
    .where("pipeline_id", "=", input.like).where("archived_at", "is", null).orderBy("position").orderBy("id").execute();
  if (rows.length === 0) throw new Refusal("pipelines.error.gone");
  return rows;
}

async function onePipeline(trx: Transaction<Database>, id: string): Promise<Pipeline> {
  const [pipeline] = await readPipelines(trx, { id, archived: true });
  return pipeline;
}

/** @throws {ForbiddenError} */
export function renamePipeline(
  store: Store,
  access: Access,
  input: z.output<typeof renamePipelineSchema>,
): Promise<Result<Pipeline>> {
  const { id, name } = input;
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      const before = await lockThing(trx, "pipelines", input);
      if (before.name === name) return { value: await onePipeline(trx, id), change: null };
      await trx.updateTable("pipelines").set({ name, version: before.version + 1 }).where("id", "=", id).execute();
      const entity = { kind: "pipeline", id };
      const change = { type: "pipeline.updated", entity, before: { name: before.name }, after: { name } };
      return { value: await onePipeline(trx, id), change };
    },
  });
}

/** Those that are not named come after, as they were. @throws {ForbiddenError} */
export function reorderPipelines(
  store: Store,
  access: Access,
  input: z.output<typeof orderSchema>,
): Promise<Result<null>> {
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      await oneByOne(trx);
      return { value: null, change: await putInOrder(trx, "pipelines", input) };
    },
  });
}

/**
 * Takes a pipeline off boards and forms. Its open deals go to `moveTo`, a stage of another pipeline; closed ones stay,
 * for reports. @throws {ForbiddenError}
 */
export function archivePipeline(
  store: Store,
  access: Access,
  input: z.output<typeof archivePipelineSchema>,
): Promise<Result<Moved>> {
  const { id, moveTo } = input;
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      await oneByOne(trx);
      const before = await lockThing(trx, "pipelines", input);
      const all = await readPipelines(trx);
      if (all.length < 2) throw new Refusal("pipelines.error.last-pipeline");
      const open = all.find((one) => one.id === id)!.stages.filter(({ type }) => type === "open");
      const moved = await moveDeals(trx, access, { from: open.map((stage) => stage.id), to: moveTo, not: id });
      await markArchived(trx, "pipelines", { id, archived: true });
      return { value: moved, change: archivedChange("pipeline", { id, archived: true, name: before.name }) };
    },
  });
}

/** @throws {ForbiddenError} */
export function restorePipeline(
  store: Store,
  access: Access,
  input: z.output<typeof thingSchema>,
): Promise<Result<Pipeline>> {
  const { id } = input;
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      await oneByOne(trx);
      const before = await lockThing(trx, "pipelines", { ...input, archivedToo: true });
      if (!before.archived) return { value: await onePipeline(trx, id), change: null };
      await markArchived(trx, "pipelines", { id, archived: false });
      return {
        value: await onePipeline(trx, id),
        change: archivedChange("pipeline", { id, archived: false, name: before.name }),
      };
    },
  });
}
