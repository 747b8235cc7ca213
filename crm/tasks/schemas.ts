/** What people and programs may send about tasks. */
import { z } from "zod";
import { selectionSchema, valuesSchema } from "@/crm/record/schemas.ts";
import { POSTPONE } from "@/crm/tasks/moments.ts";

const id = z.uuid();
const result = z.string().trim().max(2_000).optional().meta({ description: "tasks.api.result" });

export const completeSchema = z.object({
  id,
  result,
  /** What is to be done next, by field; links, owner and team are taken from the finished task where not given. */
  next: valuesSchema.optional().meta({ description: "tasks.api.next" }),
});

export const manySchema = z.object({ select: selectionSchema });
export const completeManySchema = manySchema.extend({ result });

export const postponeSchema = manySchema.extend({
  to: z.union([z.enum(POSTPONE), z.iso.datetime({ offset: true })]).meta({ description: "tasks.api.to" }),
});

export const occurrenceSchema = z.object({
  id,
  values: valuesSchema,
  was: valuesSchema.optional().meta({ description: "api.field.was" }),
  scope: z.enum(["one", "following"]).meta({ description: "tasks.api.scope" }),
});
