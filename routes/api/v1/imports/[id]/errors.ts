/** What was wrong with which rows. */
import { z } from "zod";
import { listErrors } from "@/crm/import/mod.ts";
import { importers, importParams, missingImport } from "@/routes/(_door)/imports.ts";
import { defineOperation, pageOf, serve } from "@/routes/(_door)/operation.ts";

const line = z.object({
  row: z.int(),
  column: z.string(),
  code: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  value: z.string(),
  warning: z.boolean(),
});

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/imports/{id}/errors",
  id: "listImportErrors",
  tag: "imports",
  needs: importers,
  params: importParams,
  query: z.object({
    after: z.coerce.number().int().min(-1).max(1_000_000).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  }),
  response: pageOf(line).extend({ total: z.int(), more: z.boolean() }),
  statuses: missingImport,
  work: ({ input, access, ctx }) => listErrors(ctx.state.store, access, input),
}));
