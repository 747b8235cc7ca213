/** Shapes of answers about fields and of the search over everything, for the API's document. */
import { z } from "zod";
import { fieldTypeSchema, kindSchema } from "@/crm/fields/mod.ts";
import { FILTER_OPS } from "@/crm/record/mod.ts";

const option = z.object({
  value: z.string(),
  titleRu: z.string(),
  titleEn: z.string(),
  retired: z.boolean().optional(),
});

export const ownFieldSchema = z.object({
  id: z.uuid(),
  kind: kindSchema,
  key: z.string(),
  type: fieldTypeSchema,
  titleRu: z.string(),
  titleEn: z.string(),
  options: z.array(option),
  required: z.boolean(),
  archived: z.boolean(),
}).meta({ id: "OwnField" });

export const fieldsAnswerSchema = z.object({
  fields: z.array(
    z.object({
      key: z.string(),
      type: z.string(),
      own: z.boolean(),
      titleRu: z.string(),
      titleEn: z.string(),
      options: z.array(option),
      required: z.boolean(),
      readOnly: z.boolean(),
      right: z.enum(["edit", "view"]),
      masked: z.boolean(),
      max: z.int(),
      target: kindSchema.nullable(),
      ops: z.array(z.enum(FILTER_OPS)),
      sortable: z.boolean(),
    }).meta({ id: "Field" }),
  ),
});

export const conversionAnswerSchema = z.object({
  total: z.int(),
  fits: z.int(),
  misfits: z.array(z.string()),
  words: z.array(z.string()),
}).meta({ id: "FieldConversion" });

export const everythingSchema = z.object({
  hits: z.array(
    z.object({
      kind: z.enum(["lead", "contact", "company", "call"]),
      id: z.string(),
      name: z.string(),
      detail: z.array(z.string()),
      status: z.string().optional(),
      at: z.int().optional().meta({ description: "api.field.epoch-ms" }),
      exact: z.boolean(),
    }).meta({ id: "SearchHit" }),
  ),
  corrected: z.string().nullable(),
});

/** A field that is not there is 404. */
export const noField = { "records.error.no-such-field": 404 } as const;
