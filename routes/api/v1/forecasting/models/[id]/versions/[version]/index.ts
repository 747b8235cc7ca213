/** One version with what it found out. */
import { getVersion, versionSchema } from "@/ml/registry/mod.ts";
import { missing, READERS, versionDetailSchema } from "@/routes/(_door)/api_schemas/models.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/models/{id}/versions/{version}",
  id: "getModelVersion",
  tag: "forecasting",
  needs: READERS,
  params: versionSchema,
  response: versionDetailSchema,
  statuses: missing,
  work: ({ input, access, ctx }) => getVersion(ctx.state.store, access, input),
}));
