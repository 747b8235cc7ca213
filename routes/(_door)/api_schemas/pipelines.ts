/** Shapes of answers about pipelines, products and reasons of loss. */
import { z } from "zod";
import {
  type LossReason,
  type Moved,
  type Pipeline,
  type PipelineStage,
  type Product,
  STAGE_COLOURS,
  STAGE_TYPES,
} from "@/crm/pipeline/mod.ts";

const archived = z.boolean();
const version = z.int().meta({ description: "api.field.version" });

export const stageSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  colour: z.enum(STAGE_COLOURS),
  probability: z.int().meta({ description: "api.field.probability" }),
  type: z.enum(STAGE_TYPES),
  rottenDays: z.int().nullable().meta({ description: "api.field.rotten-days" }),
  required: z.array(z.string()).meta({ description: "api.field.stage-required" }),
  wipLimit: z.int().nullable().meta({ description: "api.field.wip-limit" }),
  version,
  archived,
}).meta({ id: "Stage" }) satisfies z.ZodType<PipelineStage>;

export const pipelineSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  version,
  archived,
  stages: z.array(stageSchema),
}).meta({ id: "Pipeline" }) satisfies z.ZodType<Pipeline>;

export const productSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  sku: z.string(),
  price: z.object({ minor: z.int(), currency: z.string() }).nullable().meta({ description: "api.field.price" }),
  version,
  archived,
}).meta({ id: "Product" }) satisfies z.ZodType<Product>;

export const lossReasonSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  version,
  archived,
}).meta({ id: "LossReason" }) satisfies z.ZodType<LossReason>;

/** `?archived=true`: those that were put away too. */
export const archivedToo = z.object({
  archived: z.enum(["true", "false"]).default("false").transform((text) => text === "true")
    .meta({ description: "api.field.put-away-too" }),
});

/** Deals that went along with a stage or a pipeline that was put away. */
export const movedSchema = z.object({
  deals: z.int().meta({ description: "api.field.moved-deals" }),
  undo: z.uuid().nullable().meta({ description: "api.field.undo" }),
}) satisfies z.ZodType<Moved>;

/** A stage stands in its pipeline. */
export const ofPipeline = z.object({ id: z.uuid() }).transform(({ id }) => ({ pipeline: id }));

export const gone = { "pipelines.error.gone": 404 } as const;
