/** Shapes of answers about the data that models learn from. */
import { z } from "zod";
import type { DataQuality, MarkedDay, QualityFinding, RecordsQuality, UploadRow } from "@/ml/datasets/types.ts";

const detail = z.record(z.string(), z.union([z.string(), z.number()]));

export const findingShape = z.object({
  code: z.string(),
  count: z.number(),
  examples: z.array(z.string()),
  detail: detail.optional(),
}).meta({ id: "DataFinding" }) satisfies z.ZodType<QualityFinding>;

const person = z.object({ id: z.uuid(), name: z.string() });

export const uploadShape = z.object({
  id: z.uuid(),
  kind: z.enum(["volume", "records"]),
  name: z.string(),
  bytes: z.int(),
  rows: z.int(),
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  step: z.int().nullable().meta({ description: "api.field.upload-step" }),
  calls: z.number().nullable(),
  columns: z.array(z.string()),
  outcomes: z.array(z.string()).meta({ description: "api.field.upload-outcomes" }),
  findings: z.array(findingShape),
  createdAt: z.iso.datetime(),
  createdBy: person.nullable(),
  models: z.int(),
}).meta({ id: "DatasetUpload" }) satisfies z.ZodType<UploadRow>;

export const markedDayShape = z.object({
  id: z.uuid(),
  queue: person.nullable().meta({ description: "api.field.mark-queue" }),
  kind: z.string().meta({ description: "api.field.mark-kind" }),
  first: z.iso.date(),
  last: z.iso.date(),
  name: z.string(),
}).meta({ id: "MarkedDay" }) satisfies z.ZodType<MarkedDay>;

const refusal = z.object({ code: z.string(), detail: detail.optional() }).nullable();

export const qualityShape = z.object({
  kind: z.literal("volume"),
  refusal,
  findings: z.array(findingShape),
  fingerprint: z.string().nullable(),
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  step: z.int().nullable(),
  opens: z.int().nullable(),
  slots: z.int().nullable(),
  rows: z.int(),
  days: z.int(),
  calls: z.number(),
  weekdays: z.array(z.boolean()),
  series: z.array(z.object({
    day: z.iso.date(),
    calls: z.number().nullable(),
    flag: z.enum(["closed", "gap", "partial", "unlike", "holiday", "marked"]).nullable(),
    source: z.enum(["own", "like", "upload"]),
  })),
  course: z.array(z.object({ weekday: z.int(), calls: z.array(z.number().nullable()) })),
  coming: z.array(z.object({
    day: z.iso.date(),
    kind: z.enum(["closed", "holiday", "marked"]),
    holiday: z.string().nullable(),
    marked: z.object({ kind: z.string(), name: z.string() }).nullable(),
  })),
  service: z.object({
    answered: z.number(),
    handle: z.number().nullable(),
    abandoned: z.number(),
    patience: z.number().nullable(),
  }).nullable(),
  like: z.object({
    share: z.number(),
    told: z.enum(["given", "days", "people", "whole"]),
    days: z.int(),
  }).nullable(),
}).meta({ id: "DataQuality" }) satisfies z.ZodType<DataQuality>;

export const recordsQualityShape = z.object({
  kind: z.literal("score"),
  refusal,
  fingerprint: z.string().nullable(),
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  rows: z.int(),
  won: z.int(),
  columns: z.array(z.string()),
}).meta({ id: "RecordsQuality" }) satisfies z.ZodType<RecordsQuality>;
