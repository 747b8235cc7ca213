/** Shapes of answers about duplicates and merges. */
import { z } from "zod";
import type { Match, Matches, MergeField, Pair, Unmerged } from "@/crm/duplicates/mod.ts";
import { CONTACTABLE, type ContactableKind } from "@/crm/record/mod.ts";
import { namedRecordSchema, namesSchema, recordSchema, valuesByField, valueSchema } from "./records.ts";

const why = z.enum(["phone", "email", "name"]);
const likeness = z.number().meta({ description: "api.field.likeness" });

const pairSchema = z.object({ id: z.uuid(), a: z.uuid(), b: z.uuid(), why, likeness })
  .meta({ id: "DuplicatePair" }) satisfies z.ZodType<Pair>;

export const pairPageSchema = z.object({
  rows: z.array(pairSchema),
  next: z.string().nullable().meta({ description: "api.field.next" }),
  records: z.array(recordSchema).meta({ description: "api.field.pair-records" }),
  names: namesSchema,
});

const contactable = z.enum(CONTACTABLE as [ContactableKind, ...ContactableKind[]])
  .meta({ description: "api.field.kind" });
const matchSchema = z.object({
  kind: contactable,
  id: z.uuid(),
  name: z.string(),
  why,
  likeness,
  values: valuesByField,
})
  .meta({ id: "DuplicateMatch" }) satisfies z.ZodType<Match>;

export const matchesSchema = z.object({
  matches: z.array(matchSchema),
  hidden: z.boolean().meta({ description: "api.field.hidden-matches" }),
}) satisfies z.ZodType<Matches>;

export const settledSchema = z.object({ pairs: z.array(z.uuid()) });

const mergeFieldSchema = z.object({
  field: z.string(),
  values: z.array(z.object({ id: z.uuid(), value: valueSchema })),
  choice: z.string().nullable().meta({ description: "api.field.choice" }),
  unites: z.boolean().meta({ description: "api.field.unites" }),
  conflict: z.boolean().meta({ description: "api.field.conflict" }),
}).meta({ id: "MergeField" }) satisfies z.ZodType<MergeField>;

export const mergePreviewSchema = z.object({
  records: z.array(recordSchema),
  fields: z.array(mergeFieldSchema),
  undecided: z.array(z.string()).meta({ description: "api.field.undecided" }),
  names: namesSchema,
});

export const mergedSchema = z.object({
  merge: z.uuid().meta({ description: "api.field.merge-id" }),
  ...namedRecordSchema.shape,
}).meta({ id: "Merge" });

export const unmergedSchema = z.object({
  restored: z.array(z.uuid()),
  kept: z.array(z.string()).meta({ description: "api.field.kept" }),
}) satisfies z.ZodType<Unmerged>;

export const noMerge = { "duplicates.error.no-merge": 404 } as const;
