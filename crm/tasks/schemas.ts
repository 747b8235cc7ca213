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

const ids = z.string().max(8_000).transform((text) => text.split(",")).pipe(
  z.array(id as z.ZodType<string, string>).max(200),
);

export const daySchema = z.object({
  who: z.union([z.enum(["me", "all", "pool"]), id]).default("me").meta({ description: "tasks.api.who" }),
  team: id.optional(),
  type: z.enum(["call", "meeting", "email", "message", "visit", "todo"]).optional(),
  priority: z.enum(["low", "normal", "high"]).optional(),
  ids: ids.optional().meta({ description: "tasks.api.ids" }),
  /** Of one record only; then also what was done before today. */
  kind: z.enum(["deal", "lead", "contact", "company"]).optional(),
  record: id.optional().meta({ description: "tasks.api.record" }),
}).refine(({ kind, record }) => (kind === undefined) === (record === undefined), { path: ["record"] });
