/** Stops the training that is not over. */
import { cancelTraining, modelSchema } from "@/ml/registry/mod.ts";
import { missing, runRowSchema, WRITERS } from "@/routes/(_door)/api_schemas/models.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/forecasting/models/{id}/cancel",
  id: "cancelTraining",
  tag: "forecasting",
  needs: WRITERS,
  params: modelSchema,
  response: runRowSchema,
  statuses: missing,
  work: ({ input, access, ctx }) => cancelTraining(ctx.state.store, access, input),
}));
