/** Who is there already with these numbers, addresses or nearly this name. */
import { checkSchema, findDuplicates } from "@/crm/duplicates/mod.ts";
import { matchesSchema } from "@/routes/(_door)/api_schemas/duplicates.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyView } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/duplicates/check",
  id: "findDuplicates",
  tag: "duplicates",
  needs: anyView,
  body: checkSchema,
  response: matchesSchema,
  example: { body: { kind: "lead", name: "Anna Petrova", phones: ["+7 916 123-45-67"] } },
  work: async ({ input, access, ctx }) => ({
    ok: true,
    value: await findDuplicates(ctx.state.store, access, input),
  }),
}));
