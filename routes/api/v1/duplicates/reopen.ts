/** Takes "these are not the same" back. */
import { dismissSchema, reopenPairs } from "@/crm/duplicates/mod.ts";
import { settledSchema } from "@/routes/(_door)/api_schemas/duplicates.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/duplicates/reopen",
  id: "reopenDuplicates",
  tag: "duplicates",
  needs: ["records.merge"],
  body: dismissSchema,
  response: settledSchema,
  work: ({ input, access, ctx }) => reopenPairs(ctx.state.store, access, input),
}));
