/** One import: what its file is, what becomes of each column, how far it is. */
import { patchImportSchema } from "@/crm/import/mod.ts";
import { importDetailSchema, importers, importParams, missingImport } from "@/routes/(_door)/imports.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

const shared = {
  path: "/api/v1/imports/{id}",
  tag: "imports",
  needs: importers,
  params: importParams,
  response: importDetailSchema,
  statuses: missingImport,
};

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "GET",
    id: "getImport",
    work: ({ input, access, ctx }) => ctx.state.imports.get(access, input),
  }),
  defineOperation({
    ...shared,
    method: "PATCH",
    id: "setUpImport",
    body: patchImportSchema,
    example: { body: { options: { duplicates: "update", tags: ["2026"] } } },
    work: ({ input, access, ctx }) => ctx.state.imports.patch(access, input),
  }),
);
