/** What people may send about saved views. */
import { z } from "zod";
import { filterSchema, sortSchema } from "@/crm/record/schemas.ts";

/** Own views of one kind a person may have, and shared ones there may be. */
export const MOST_VIEWS = 100;

const id = z.uuid();
export const viewKindSchema = z.enum(["lead", "contact", "company", "deal", "task"]);
const columnSchema = z.object({
  key: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,42}$/),
  /** px */
  width: z.number().int().min(40).max(1_200).optional().meta({ description: "api.field.width" }),
});
const columnsSchema = z.array(columnSchema).min(1).max(60)
  .refine((columns) => new Set(columns.map(({ key }) => key)).size === columns.length);
const name = z.string().trim().min(1).max(80);

export const createViewSchema = z.object({
  kind: viewKindSchema,
  name,
  shared: z.boolean().default(false),
  columns: columnsSchema,
  filter: filterSchema.default([]),
  sort: sortSchema.default({ field: "created", desc: true }),
});
export type CreateView = z.output<typeof createViewSchema>;

/** Only what is to change. */
export const updateViewSchema = z.object({
  id,
  /** Version that was edited; a newer one is a refusal. */
  version: z.number().int().optional().meta({ description: "api.field.version-given" }),
  name: name.optional(),
  shared: z.boolean().optional(),
  columns: columnsSchema.optional(),
  filter: filterSchema.optional(),
  sort: sortSchema.optional(),
});

export const listViewsSchema = z.object({ kind: viewKindSchema });
export const viewIdSchema = z.object({ id });
export const reorderViewsSchema = z.object({ kind: viewKindSchema, ids: z.array(id).min(1).max(MOST_VIEWS * 2) });
