/** Shapes of answers about fields and saved views of lists. */
import { z } from "zod";
import { type Conversion, FIELD_TYPES, type OwnField } from "@/crm/fields/mod.ts";
import { FILTER_OPS } from "@/crm/record/mod.ts";
import type { View } from "@/crm/views/mod.ts";
import type { NamedField } from "../fields.ts";
import { conditionShape, kind, sortShape } from "./records.ts";

const optionSchema = z.object({
  value: z.string().meta({ description: "api.field.option-value" }),
  titleRu: z.string(),
  titleEn: z.string(),
  retired: z.boolean().optional().meta({ description: "api.field.retired" }),
}).meta({ id: "FieldOption" });

export const fieldSchema = z.object({
  key: z.string().meta({ description: "api.field.field-key" }),
  type: z.enum([
    ...FIELD_TYPES,
    "phones",
    "emails",
    "tags",
    "team",
    "record",
    "records",
    "source",
    "params",
    "pipeline",
    "stage",
    "loss-reason",
    "lines",
    "reminders",
  ]),
  own: z.boolean().meta({ description: "api.field.own" }),
  titleRu: z.string(),
  titleEn: z.string(),
  options: z.array(optionSchema),
  required: z.boolean(),
  readOnly: z.boolean().meta({ description: "api.field.read-only" }),
  right: z.enum(["edit", "view"]).meta({ description: "api.field.field-right" }),
  masked: z.boolean().meta({ description: "api.field.masked" }),
  max: z.int().meta({ description: "api.field.max" }),
  target: kind.nullable().meta({ description: "api.field.target" }),
  ops: z.array(z.enum(FILTER_OPS)).meta({ description: "api.field.ops" }),
  sortable: z.boolean(),
}).meta({ id: "Field" }) satisfies z.ZodType<NamedField>;

export const ownFieldSchema = z.object({
  id: z.uuid(),
  kind,
  key: z.string().meta({ description: "api.field.field-key" }),
  type: z.enum(FIELD_TYPES),
  titleRu: z.string(),
  titleEn: z.string(),
  options: z.array(optionSchema),
  required: z.boolean(),
  archived: z.boolean(),
}).meta({ id: "OwnField" }) satisfies z.ZodType<OwnField>;

export const conversionResultSchema = z.object({
  total: z.int().meta({ description: "api.field.total" }),
  fits: z.int().meta({ description: "api.field.fits" }),
  misfits: z.array(z.string()).meta({ description: "api.field.misfits" }),
  words: z.array(z.string()).meta({ description: "api.field.words" }),
}) satisfies z.ZodType<Conversion>;

export const viewSchema = z.object({
  id: z.uuid(),
  kind,
  name: z.string(),
  shared: z.boolean(),
  columns: z.array(z.object({
    key: z.string(),
    width: z.number().optional().meta({ description: "api.field.width" }),
  })),
  filter: z.array(conditionShape),
  sort: sortShape,
  version: z.int().meta({ description: "api.field.version" }),
  mine: z.boolean().meta({ description: "api.field.view-mine" }),
}).meta({ id: "View" }) satisfies z.ZodType<View>;

export const noField = { "records.error.no-such-field": 404 } as const;
export const noView = { "views.error.no-view": 404 } as const;
