/** What may be sent about pipelines, stages, products and reasons of loss. */
import { z } from "zod";
import { STAGE_COLOURS, STAGE_TYPES } from "@/crm/pipeline/types.ts";

const id = z.uuid();
const name = z.string().trim().min(1).max(120);
const longName = z.string().trim().min(1).max(200);
/** Of what the person saw; another one in the store is a refusal. */
const version = z.number().int().optional();

/** A thing by its id, changed only if it is still of the version. */
export const thingSchema = z.object({ id, version });
export const orderSchema = z.object({ ids: z.array(id).min(1).max(500) });

export const createPipelineSchema = z.object({
  name,
  /** Its stages are copied; absent: the usual ones in the language. */
  like: id.optional(),
  locale: z.enum(["ru", "en"]).default("ru"),
});
export const renamePipelineSchema = thingSchema.extend({ name });
export const archivePipelineSchema = thingSchema.extend({
  /** Stage of another pipeline for the open deals. */
  moveTo: id.nullable().default(null),
});

const stage = {
  name,
  colour: z.enum(STAGE_COLOURS),
  /** Of won and lost stages it is 100 and 0, whatever is sent. */
  probability: z.number().int().min(0).max(100),
  type: z.enum(STAGE_TYPES),
  rottenDays: z.number().int().min(1).max(3_650).nullable(),
  required: z.array(z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,42}$/)).max(100),
  wipLimit: z.number().int().min(1).max(1_000_000).nullable(),
};

export const createStageSchema = z.object({
  pipeline: id,
  name: stage.name,
  colour: stage.colour.default("slate"),
  probability: stage.probability.default(0),
  type: stage.type.default("open"),
  rottenDays: stage.rottenDays.default(null),
  required: stage.required.default([]),
  wipLimit: stage.wipLimit.default(null),
});
export type StageInput = Omit<z.output<typeof createStageSchema>, "pipeline">;
export const updateStageSchema = thingSchema.extend(z.object(stage).partial().shape);
export const orderStagesSchema = orderSchema.extend({ pipeline: id });
export const archiveStageSchema = thingSchema.extend({
  /** Stage of the same type that takes its deals; needed while there are any. */
  moveTo: id.nullable().default(null),
});

const product = {
  name: longName,
  sku: z.string().trim().max(100),
  price: z.object({
    minor: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
    currency: z.string().regex(/^[A-Z]{3}$/),
  }).nullable(),
};
export const createProductSchema = z.object({
  name: product.name,
  sku: product.sku.default(""),
  price: product.price.default(null),
});
export const updateProductSchema = thingSchema.extend(z.object(product).partial().shape);

export const createLossReasonSchema = z.object({ name: longName });
export const renameLossReasonSchema = thingSchema.extend({ name: longName });
