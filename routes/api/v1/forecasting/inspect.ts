/** How good data is, before anything is learnt from it. */
import { z } from "zod";
import { inspectVolume } from "@/ml/datasets/mod.ts";
import { datasetSchema, volumeSettingsSchema } from "@/ml/registry/schemas.ts";
import { qualityShape } from "@/routes/(_door)/api_schemas/datasets.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { dayOf } from "@/routes/(_door)/page.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/forecasting/inspect",
  id: "inspectDataset",
  tag: "forecasting",
  needs: ["analytics.view"],
  body: z.object({
    dataset: datasetSchema.refine(({ from }) => from === "calls" || from === "upload"),
    settings: volumeSettingsSchema.default(volumeSettingsSchema.parse({})),
  }),
  response: qualityShape,
  example: {
    body: { dataset: { from: "calls", queue: "0197a1b2-0000-7000-8000-000000000000", step: 30 }, settings: {} },
  },
  work: async ({ input, ctx }) => {
    const { store, site } = ctx.state;
    const { dataset, settings } = input;
    if (dataset.from !== "calls" && dataset.from !== "upload") return { ok: false, code: "shell.error.input" };
    const today = dayOf(Date.now(), site.timeZone);
    return { ok: true, value: await inspectVolume(store, { dataset, settings, today }) };
  },
}));
