/** The order of own fields. */
import { reorderFields, reorderFieldsSchema } from "@/crm/fields/mod.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/fields/order",
  id: "reorderFields",
  tag: "fields",
  needs: ["fields.manage"],
  body: reorderFieldsSchema,
  response: nothing,
  work: ({ input, access, ctx }) => reorderFields(ctx.state.store, access, input),
}));
