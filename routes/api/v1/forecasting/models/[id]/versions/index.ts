/** Versions of a model, the newest first. */
import { z } from "zod";
import { listVersions, modelSchema } from "@/ml/registry/mod.ts";
import { missing, READERS, versionRowSchema } from "@/routes/(_door)/api_schemas/models.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/models/{id}/versions",
  id: "listModelVersions",
  tag: "forecasting",
  needs: READERS,
  params: modelSchema,
  response: z.object({ rows: z.array(versionRowSchema) }),
  statuses: missing,
  work: async ({ input, access, ctx }) => {
    const versions = await listVersions(ctx.state.store, access, input);
    return versions.ok ? { ok: true, value: { rows: versions.value } } : versions;
  },
}));
