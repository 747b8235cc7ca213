/** How good data is, before anything is learnt from it. */
import { z } from "zod";
import { inspectRecords, inspectVolume } from "@/ml/datasets/mod.ts";
import { datasetSchema, scoreSettingsSchema, volumeSettingsSchema } from "@/ml/registry/schemas.ts";
import { qualityShape, recordsQualityShape } from "@/routes/(_door)/api_schemas/datasets.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { dayOf } from "@/routes/(_door)/page.ts";

const [calls, upload, records, outcomes] = datasetSchema.options;

/** Settings that are left out are those of a new model. */
const body = z.union([
  z.object({
    dataset: z.discriminatedUnion("from", [calls, upload]),
    settings: volumeSettingsSchema.default(volumeSettingsSchema.parse({})),
  }).transform((asked) => ({ ...asked, kind: "volume" as const })),
  z.object({
    dataset: z.discriminatedUnion("from", [records, outcomes]),
    settings: scoreSettingsSchema.default(scoreSettingsSchema.parse({})),
  }).transform((asked) => ({ ...asked, kind: "score" as const })),
]);

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/forecasting/inspect",
  id: "inspectDataset",
  tag: "forecasting",
  needs: ["analytics.view"],
  body,
  response: z.union([qualityShape, recordsQualityShape]),
  example: { body: { dataset: { from: "calls", queue: "0197a1b2-0000-7000-8000-000000000000", step: 30 } } },
  work: async ({ input, ctx }) => {
    const { store, site } = ctx.state;
    if (input.kind === "score") return { ok: true, value: await inspectRecords(store, input) };
    const today = dayOf(Date.now(), site.timeZone);
    return { ok: true, value: await inspectVolume(store, { ...input, today }) };
  },
}));
