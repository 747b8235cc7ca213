/** Shapes of answers about records: what stands in them by field, pages, what a bulk change did. */
import { z } from "zod";
import {
  type BulkDone,
  type CrmRecord,
  type DealLine,
  FILTER_OPS,
  type Money,
  type Point,
  type RecordPage,
  type Reminder,
  type Value,
} from "@/crm/record/mod.ts";
import type { Everything } from "@/crm/search/everything.ts";

export const kind = z.enum(["lead", "contact", "company", "deal", "task"]);

const pointSchema = z.object({
  value: z.string().meta({ description: "api.field.point-value" }),
  raw: z.string().optional().meta({ description: "api.field.point-raw" }),
  label: z.string().optional(),
}).meta({ id: "Point" }) satisfies z.ZodType<Point>;

export const moneySchema = z.object({
  minor: z.int().meta({ description: "api.field.minor" }),
  currency: z.string().meta({ description: "api.field.currency" }),
}).meta({ id: "Money" }) satisfies z.ZodType<Money>;

const lineSchema = z.object({
  product: z.uuid().nullable().meta({ description: "api.field.line-product" }),
  name: z.string(),
  quantity: z.number(),
  price: moneySchema.meta({ description: "api.field.line-price" }),
  discount: z.number().meta({ description: "api.field.line-discount" }),
}).meta({ id: "DealLine" }) satisfies z.ZodType<DealLine>;

const reminderSchema = z.object({
  minutes: z.int().meta({ description: "api.field.reminder-minutes" }),
  channels: z.array(z.enum(["app", "push", "email"])),
}).meta({ id: "Reminder" }) satisfies z.ZodType<Reminder>;

export const valueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()),
  moneySchema,
  z.array(pointSchema),
  z.array(lineSchema),
  z.array(reminderSchema),
  z.record(z.string(), z.string()),
]).meta({ id: "Value", description: "api.field.value" }) satisfies z.ZodType<Value>;

export const valuesByField = z.record(z.string(), valueSchema);

export const recordSchema = z.object({
  id: z.uuid(),
  kind,
  version: z.int().meta({ description: "api.field.version" }),
  archived: z.boolean().meta({ description: "api.field.archived" }),
  values: valuesByField.meta({ description: "api.field.record-values" }),
}).meta({ id: "CrmRecord", description: "api.field.record" }) satisfies z.ZodType<CrmRecord>;

/** Beside records: what the ids in them are called. */
export const namesSchema = z.record(z.string(), z.string()).meta({ description: "api.field.names" });
export const corrected = z.string().nullable().meta({ description: "api.field.corrected" });

export const namedRecordSchema = z.object({ record: recordSchema, names: namesSchema }).meta({ id: "NamedRecord" });

export const recordPageSchema = z.object({
  rows: z.array(recordSchema),
  next: z.string().nullable().meta({ description: "api.field.next" }),
  corrected,
  names: namesSchema,
}).meta({ id: "RecordPage" }) satisfies z.ZodType<RecordPage>;

export const recordCountSchema = z.object({
  count: z.int(),
  more: z.boolean().meta({ description: "api.field.count-more" }),
});

export const bulkDoneSchema = z.object({
  changed: z.int().meta({ description: "api.field.changed" }),
  undo: z.uuid().nullable().meta({ description: "api.field.undo" }),
}).meta({ id: "BulkDone" }) satisfies z.ZodType<BulkDone>;

/** A condition and an order as they are kept and given back. */
export const conditionShape = z.object({
  field: z.string(),
  op: z.enum(FILTER_OPS).meta({ description: "api.field.op" }),
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]).optional(),
}).meta({ id: "Condition" });
export const sortShape = z.object({ field: z.string(), desc: z.boolean() }).meta({ id: "Sort" });

export const everythingSchema = z.object({
  hits: z.array(
    z.object({
      kind: z.enum(["lead", "contact", "company", "deal", "task", "call"]),
      id: z.string(),
      name: z.string(),
      detail: z.array(z.string()).meta({ description: "api.field.hit-detail" }),
      status: z.string().optional().meta({ description: "api.field.hit-status" }),
      at: z.number().optional().meta({ description: "api.field.epoch-ms" }),
      exact: z.boolean().meta({ description: "api.field.exact" }),
    }).meta({ id: "SearchHit" }),
  ),
  corrected,
}) satisfies z.ZodType<Everything>;
