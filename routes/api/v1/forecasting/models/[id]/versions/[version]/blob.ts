/** The model itself as a file. */
import { blobOf, versionSchema } from "@/ml/registry/mod.ts";
import { missing, READERS } from "@/routes/(_door)/api_schemas/models.ts";
import { bytes, defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/models/{id}/versions/{version}/blob",
  id: "downloadModel",
  tag: "forecasting",
  needs: READERS,
  params: versionSchema,
  response: bytes,
  file: ["application/octet-stream"],
  statuses: missing,
  work: async ({ input, access, ctx }) => {
    const found = await blobOf(ctx.state.store, access, input);
    if (!found.ok) return found;
    const { name, n, blob } = found.value;
    const headers = {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`${name} ${n}.kmodel`)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    };
    return { ok: true, value: new Response(blob, { headers }) };
  },
}));
