/** Trainings of a model, the newest first. */
import { z } from "zod";
import { listRuns, modelSchema } from "@/ml/registry/mod.ts";
import { missing, READERS, runRowSchema } from "@/routes/(_door)/api_schemas/models.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/models/{id}/runs",
  id: "listTrainings",
  tag: "forecasting",
  needs: READERS,
  params: modelSchema,
  response: z.object({ rows: z.array(runRowSchema) }),
  statuses: missing,
  work: async ({ input, access, ctx }) => {
    const runs = await listRuns(ctx.state.store, access, input);
    return runs.ok ? { ok: true, value: { rows: runs.value } } : runs;
  },
}));
