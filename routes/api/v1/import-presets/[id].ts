/** Takes a kept mapping away. */
import { removePreset } from "@/crm/import/mod.ts";
import { importers, importParams, missingImport } from "@/routes/(_door)/imports.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "DELETE",
  path: "/api/v1/import-presets/{id}",
  id: "removeImportPreset",
  tag: "imports",
  needs: importers,
  params: importParams,
  response: nothing,
  statuses: missingImport,
  work: ({ input, access, ctx }) => removePreset(ctx.state.store, access, input),
}));
