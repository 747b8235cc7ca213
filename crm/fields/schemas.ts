/** What people may send about own fields and rights over fields. */
import { z } from "zod";

export const FIELD_TYPES = [
  "text",
  "long-text",
  "number",
  "money",
  "date",
  "datetime",
  "checkbox",
  "select",
  "multi-select",
  "url",
  "email",
  "phone",
  "user",
] as const;

/** Most own fields of one kind, archived ones not counted. */
export const MOST_FIELDS = 100;

const id = z.uuid();
const title = z.string().trim().min(1).max(120);
export const kindSchema = z.enum(["lead", "contact", "company", "deal", "task"]);
export const fieldTypeSchema = z.enum(FIELD_TYPES);

/** `value` is what records hold; absent: made from the title. A retired option can be read and no more chosen. */
const optionSchema = z.object({
  value: z.string().regex(/^[a-z0-9_-]{1,60}$/).optional().meta({ description: "api.field.option-given" }),
  titleRu: title,
  titleEn: title,
  retired: z.boolean().optional().meta({ description: "api.field.retired" }),
});
const optionsSchema = z.array(optionSchema).max(500);
export type OptionInput = z.output<typeof optionSchema>;

export const createFieldSchema = z.object({
  kind: kindSchema,
  type: fieldTypeSchema,
  titleRu: title,
  titleEn: title,
  options: optionsSchema.default([]),
  required: z.boolean().default(false),
});

/** Only what is to change. `options` puts the whole list in its order. */
export const updateFieldSchema = z.object({
  id,
  type: fieldTypeSchema.optional(),
  titleRu: title.optional(),
  titleEn: title.optional(),
  options: optionsSchema.optional(),
  required: z.boolean().optional(),
});

export const fieldIdSchema = z.object({ id });
export const reorderFieldsSchema = z.object({ kind: kindSchema, ids: z.array(id).min(1).max(MOST_FIELDS * 2) });
/** `options` are those that the field would have as a select. */
export const conversionSchema = z.object({ id, type: fieldTypeSchema, options: optionsSchema.default([]) });

export const fieldRightSchema = z.object({
  role: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  kind: kindSchema,
  field: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,42}$/),
  level: z.enum(["edit", "view", "hidden"]),
});
export type FieldRight = z.output<typeof fieldRightSchema>;
