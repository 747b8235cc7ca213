/** Records that the undo of an import left as they are. */
import { z } from "zod";
import { importKindSchema, listKept } from "@/crm/import/mod.ts";
import { importers, importParams, missingImport } from "@/routes/(_door)/imports.ts";
import { defineOperation, pageOf, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/imports/{id}/kept",
  id: "listImportKept",
  tag: "imports",
  needs: importers,
  params: importParams,
  query: z.object({ after: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(500).default(50) }),
  response: pageOf(
    z.object({ kind: importKindSchema, id: z.uuid(), name: z.string(), why: z.enum(["changed", "used"]) }),
  ),
  statuses: missingImport,
  work: ({ input, access, ctx }) => listKept(ctx.state.store, access, input),
}));
