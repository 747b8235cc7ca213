/** "These are not the same." */
import { dismissPairs, dismissSchema } from "@/crm/duplicates/mod.ts";
import { settledSchema } from "@/routes/(_door)/api_schemas/duplicates.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/duplicates/dismiss",
  id: "dismissDuplicates",
  tag: "duplicates",
  needs: ["records.merge"],
  body: dismissSchema,
  response: settledSchema,
  work: ({ input, access, ctx }) => dismissPairs(ctx.state.store, access, input),
}));
