/** Shapes of answers about forecasting models, their versions and trainings. */
import { z } from "zod";
import { datasetSchema, type ToldDay } from "@/ml/registry/mod.ts";
import { scoreSettingsSchema, volumeSettingsSchema } from "@/ml/registry/schemas.ts";
import type { DataFinding, Drift, ModelRow, RunRow, Verdict, VersionDetail, VersionRow } from "@/ml/registry/types.ts";
import type { ScoreVersionReport } from "@/ml/scores/report.ts";
import type { VolumeReport } from "@/ml/volume/report.ts";

const time = z.iso.datetime();
const day = z.iso.date();
const person = z.object({ id: z.uuid(), name: z.string() });
const figure = z.number().nullable();
const settings = z.union([volumeSettingsSchema, scoreSettingsSchema]);

const verdictSchema = z.object({
  promotable: z.boolean().meta({ description: "training.field.promotable" }),
  champion: z.enum(["first", "better", "same", "unproven", "worse"])
    .meta({ description: "training.field.beside-champion" }),
  lostTo: z.array(z.string()).meta({ description: "training.field.lost-to" }),
  figure: z.object({
    name: z.enum(["wape", "auc"]),
    own: figure,
    champion: figure,
    baseline: figure.optional(),
    day: figure.optional(),
    floor: figure.optional(),
  })
    .meta({ description: "training.field.figure" }),
}) satisfies z.ZodType<Verdict>;

const driftSchema = z.object({
  at: time,
  state: z.enum(["holds", "watch", "drifted", "too-little"]).meta({ description: "training.field.drift" }),
  figure,
  expected: figure,
  bound: figure,
  seen: z.int(),
}) satisfies z.ZodType<Drift>;

export const versionRowSchema = z.object({
  id: z.uuid(),
  n: z.int().meta({ description: "training.field.n" }),
  fingerprint: z.string().meta({ description: "training.field.fingerprint" }),
  dataFrom: day.nullable(),
  dataTo: day.nullable(),
  dataRows: z.int(),
  verdict: verdictSchema,
  cpuMs: z.int(),
  trainedAt: time,
  trainedBy: person.nullable().meta({ description: "training.field.trained-by" }),
  promotedAt: time.nullable(),
  promotedBy: person.nullable(),
  promoteReason: z.string().nullable(),
  champion: z.boolean(),
  blobBytes: z.int().meta({ description: "training.field.blob-bytes" }),
}).meta({ id: "ModelVersion" }) satisfies z.ZodType<VersionRow>;

export const runRowSchema = z.object({
  id: z.uuid(),
  model: z.uuid(),
  state: z.enum(["queued", "running", "done", "failed", "cancelled"]),
  stage: z.string().meta({ description: "training.field.stage" }),
  done: z.int(),
  total: z.int(),
  error: z.object({ code: z.string(), detail: z.record(z.string(), z.union([z.string(), z.number()])).optional() })
    .nullable().meta({ description: "training.field.error" }),
  version: z.uuid().nullable(),
  queuedAt: time,
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  askedBy: person.nullable().meta({ description: "training.field.trained-by" }),
}).meta({ id: "Training" }) satisfies z.ZodType<RunRow>;

export const modelRowSchema = z.object({
  id: z.uuid(),
  kind: z.enum(["volume", "score"]).meta({ description: "training.field.kind" }),
  name: z.string(),
  queue: person.nullable(),
  recordKind: z.enum(["lead", "deal"]).nullable(),
  dataset: datasetSchema,
  settings,
  schedule: z.enum(["never", "daily", "weekly", "monthly"]),
  nextTrainAt: time.nullable(),
  champion: versionRowSchema.nullable(),
  challenger: versionRowSchema.nullable().meta({ description: "training.field.challenger" }),
  run: runRowSchema.nullable().meta({ description: "training.field.run" }),
  drift: driftSchema.nullable(),
  version: z.int().meta({ description: "api.field.version" }),
}).meta({ id: "Model" }) satisfies z.ZodType<ModelRow>;

export const versionDetailSchema = versionRowSchema.extend({
  dataset: datasetSchema,
  settings,
  findings: z.array(z.object({ code: z.string(), count: z.int(), examples: z.array(z.string()) }))
    .meta({ description: "training.field.findings" }) satisfies z.ZodType<DataFinding[]>,
  report: z.custom<VolumeReport | ScoreVersionReport>().meta({ description: "training.field.report" }),
}).meta({ id: "ModelVersionDetail" }) satisfies z.ZodType<VersionDetail>;

const values = z.array(z.number());

export const toldDaySchema = z.object({
  day,
  model: z.uuid(),
  version: z.uuid(),
  madeOn: day.meta({ description: "training.field.made-on" }),
  madeAt: time,
  step: z.int().meta({ description: "training.field.step" }),
  opens: z.int().meta({ description: "training.field.opens" }),
  level: z.number().meta({ description: "training.field.level" }),
  expected: values,
  low: values,
  high: values,
  handle: values.nullable().meta({ description: "training.field.handle" }),
  patience: values.nullable().meta({ description: "training.field.patience" }),
}).meta({ id: "ForecastDay" }) satisfies z.ZodType<ToldDay>;

/** Things that are not there are 404. */
export const missing = {
  "training.error.no-model": 404,
  "training.error.no-version": 404,
  "training.error.no-champion": 404,
  "training.error.no-blob": 404,
} as const;

/** Who may see models, and who may change and train them. */
export const READERS = ["analytics.view"] as const;
export const WRITERS = ["models.manage"] as const;
