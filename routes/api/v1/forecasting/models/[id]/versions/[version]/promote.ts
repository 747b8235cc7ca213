/** Makes a version the champion. */
import { promote, promoteSchema, versionSchema } from "@/ml/registry/mod.ts";
import { missing, modelRowSchema, WRITERS } from "@/routes/(_door)/api_schemas/models.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/forecasting/models/{id}/versions/{version}/promote",
  id: "promoteModelVersion",
  tag: "forecasting",
  needs: WRITERS,
  params: versionSchema,
  body: promoteSchema.pick({ reason: true }),
  response: modelRowSchema,
  statuses: missing,
  work: ({ input, access, ctx }) => promote(ctx.state.store, access, { ...input, jobs: ctx.state.jobs }),
}));
