/** Puts the rules into an order. */
import { orderRules, orderRulesSchema } from "@/crm/automation/mod.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "PUT",
    path: "/api/v1/automation/order",
    id: "orderAutomationRules",
    tag: "automation",
    needs: ["automation.manage"],
    body: orderRulesSchema,
    response: nothing,
    work: ({ input, access, ctx }) => orderRules(ctx.state.store, access, input),
  }),
);
