/** Shapes of answers about scores. */
import { z } from "zod";
import type { ColumnWords } from "@/ml/scores/describe.ts";
import type { RecordScore } from "@/ml/scores/explain.ts";

const time = z.iso.datetime();
const title = z.object({ ru: z.string(), en: z.string() });

export const columnWordsSchema = z.object({
  titles: z.record(z.string(), title).meta({ description: "scores.field.titles" }),
  values: z.record(z.string(), z.record(z.string(), title)).meta({ description: "scores.field.values" }),
}).meta({ id: "ScoreColumnWords" }) satisfies z.ZodType<ColumnWords>;

export const recordScoreSchema = z.object({
  score: z.int().meta({ description: "scores.field.score" }),
  at: time,
  reasons: z.array(z.object({
    column: z.string(),
    value: z.union([z.string(), z.number()]).nullable(),
    effect: z.number().meta({ description: "scores.field.effect" }),
  })),
  hidden: z.boolean().meta({ description: "scores.field.hidden" }),
  words: columnWordsSchema,
  history: z.array(z.object({ at: time, score: z.int() })),
  model: z.object({ id: z.uuid(), name: z.string(), n: z.int() }).nullable(),
}).meta({ id: "RecordScore" }) satisfies z.ZodType<RecordScore>;
