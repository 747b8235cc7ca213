/** Back to the champion before. */
import { modelSchema, rollBack } from "@/ml/registry/mod.ts";
import { missing, modelRowSchema, WRITERS } from "@/routes/(_door)/api_schemas/models.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/forecasting/models/{id}/rollback",
  id: "rollBackModel",
  tag: "forecasting",
  needs: WRITERS,
  params: modelSchema,
  response: modelRowSchema,
  statuses: missing,
  work: ({ input, access, ctx }) => rollBack(ctx.state.store, access, { ...input, jobs: ctx.state.jobs }),
}));
