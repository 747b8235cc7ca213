/** What people and programs may send about lists and records; used by the doors and by the verbs' types. */
import { z } from "zod";
import { FILTER_OPS } from "@/crm/record/filter_ops.ts";

const id = z.uuid();
const key = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,42}$/);
const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);

export const conditionSchema = z.object({
  field: key,
  op: z.enum(FILTER_OPS).meta({ description: "api.field.op" }),
  value: z.union([scalar, z.array(z.union([z.string().max(500), z.number()])).max(200)]).optional()
    .meta({ description: "api.field.condition-value" }),
});

export const filterSchema = z.array(conditionSchema).max(20);
export const sortSchema = z.object({ field: key, desc: z.boolean().default(false) });

/** A list: words or digits, conditions that all hold, an order, and a page of it. */
export const listSchema = z.object({
  text: z.string().trim().max(200).default(""),
  filter: filterSchema.default([]),
  sort: sortSchema.default({ field: "created", desc: true }),
  after: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Deleted records instead of those there are. */
  archived: z.boolean().default(false),
});
export type ListQuery = z.output<typeof listSchema>;

/** Values by field; what is in them is looked at by {@link readValue}. */
export const valuesSchema = z.record(key, z.unknown()).refine((values) => Object.keys(values).length <= 200)
  .meta({ description: "api.field.values-given" });

export const createSchema = z.object({ values: valuesSchema });

export const updateSchema = z.object({
  id,
  values: valuesSchema,
  /** Version that was edited; a newer one is a refusal. Absent: see `was`. */
  version: z.number().int().optional().meta({ description: "api.field.version-given" }),
  /** The values that the changed fields had when the person began: others' changes of other fields do no harm. */
  was: valuesSchema.optional().meta({ description: "api.field.was" }),
});

/** Records by id, or all that a list shows. */
export const selectionSchema = z.union([
  z.object({ ids: z.array(id).min(1).max(10_000) }),
  z.object({ query: listSchema.pick({ text: true, filter: true }) }),
]).meta({ description: "api.field.select" });
export type Selection = z.output<typeof selectionSchema>;

export const bulkSchema = z.object({
  select: selectionSchema,
  values: valuesSchema.default({}),
  addTags: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
  removeTags: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
});
