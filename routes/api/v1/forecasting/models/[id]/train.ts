/** Asks for a training. */
import { modelSchema, startTraining } from "@/ml/registry/mod.ts";
import { missing, runRowSchema, WRITERS } from "@/routes/(_door)/api_schemas/models.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/forecasting/models/{id}/train",
  id: "trainModel",
  tag: "forecasting",
  needs: WRITERS,
  params: modelSchema,
  response: runRowSchema,
  statuses: missing,
  work: ({ input, access, ctx }) => startTraining(ctx.state.store, access, { ...input, jobs: ctx.state.jobs }),
}));
