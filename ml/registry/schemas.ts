/** What models may be made of, as people and programs send it. */
import { z } from "zod";
import { SCORE_SETTINGS } from "@/ml/scores/report.ts";
import type { ScoreSettings } from "@/ml/scores/report.ts";
import { VOLUME_SETTINGS } from "@/ml/volume/report.ts";
import type { VolumeSettings } from "@/ml/volume/report.ts";
import type { DatasetSpec } from "@/ml/datasets/types.ts";

const day = z.iso.date();
const column = z.string().min(1).max(200);
const columns = z.array(column).max(500);

const stepSchema = z.union([z.literal(5), z.literal(15), z.literal(30), z.literal(60)]);

export const datasetSchema = z.discriminatedUnion("from", [
  z.object({
    from: z.literal("calls"),
    queue: z.uuid(),
    step: stepSchema,
    since: day.nullable().default(null),
    until: day.nullable().default(null),
    filter: z.object({
      dids: z.array(z.string().regex(/^\+?[0-9]{2,20}$/)).max(500).default([]),
      leastWait: z.number().min(0).max(600).default(0),
    }).default({ dids: [], leastWait: 0 }),
    like: z.object({ queue: z.uuid(), share: z.number().positive().max(100).nullable().default(null) }).nullable()
      .default(null),
    upload: z.uuid().nullable().default(null),
  }),
  z.object({
    from: z.literal("upload"),
    upload: z.uuid(),
    since: day.nullable().default(null),
    until: day.nullable().default(null),
    step: z.union([z.literal(5), z.literal(15), z.literal(30), z.literal(60)]).nullable().default(null),
  }),
  z.object({
    from: z.literal("records"),
    kind: z.enum(["lead", "deal"]),
    since: day.nullable().default(null),
    pipeline: z.uuid().nullable().default(null),
  }),
  z.object({ from: z.literal("outcome-upload"), upload: z.uuid(), target: column }),
]) satisfies z.ZodType<DatasetSpec, unknown>;

export const volumeSettingsSchema = z.object({
  families: z.array(
    z.enum(["structural", "structural-lively", "smoothing", "weekday-mean", "seasonal-naive", "network"]),
  ).min(1).max(6).default(VOLUME_SETTINGS.families).transform((list) => [...new Set(list)]),
  weeks: z.int().min(2).max(26).default(VOLUME_SETTINGS.weeks),
  level: z.number().min(0.5).max(0.98).default(VOLUME_SETTINGS.level),
  horizon: z.int().min(1).max(56).default(VOLUME_SETTINGS.horizon),
  closed: z.enum(["weekday", "none"]).default(VOLUME_SETTINGS.closed),
  holidays: z.boolean().default(VOLUME_SETTINGS.holidays),
}) satisfies z.ZodType<VolumeSettings, unknown>;

export const scoreSettingsSchema = z.object({
  without: columns.default(SCORE_SETTINGS.without),
  keep: columns.default(SCORE_SETTINGS.keep),
  fairness: columns.default(SCORE_SETTINGS.fairness),
  families: z.array(z.enum(["trees", "network", "logistic"])).min(1).max(3).default(SCORE_SETTINGS.families)
    .transform((list) => [...new Set(list)]),
}) satisfies z.ZodType<ScoreSettings, unknown>;

/** The default settings of the kind stand for what is left out. */
const settingsSchema = z.record(z.string(), z.unknown());
const nameSchema = z.string().trim().min(1).max(120);
const scheduleSchema = z.enum(["never", "daily", "weekly", "monthly"]);

export const createModelSchema = z.object({
  kind: z.enum(["volume", "score"]),
  name: nameSchema,
  dataset: datasetSchema,
  settings: settingsSchema.default({}),
  schedule: scheduleSchema.default("never"),
});

/** Only what is given is changed. `version`: the model as it was seen. */
export const updateModelSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  name: nameSchema.optional(),
  dataset: datasetSchema.optional(),
  settings: settingsSchema.optional(),
  schedule: scheduleSchema.optional(),
});

export const modelSchema = z.object({ id: z.uuid() });
export const versionSchema = z.object({ id: z.uuid(), version: z.uuid() });
export const promoteSchema = versionSchema.extend({
  reason: z.string().trim().max(1_000).nullable().default(null).transform((text) => text || null),
});
export const forecastSchema = z.object({ id: z.uuid(), from: day, to: day });
