/** The order in which rules are asked. */
import { orderRules, orderSchema } from "@/crm/assignment/mod.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "PUT",
  path: "/api/v1/assignment/order",
  id: "orderAssignmentRules",
  tag: "sources",
  needs: ["sources.manage"],
  body: orderSchema,
  response: nothing,
  work: ({ input, access, ctx }) => orderRules(ctx.state.store, access, input),
}));
