/** The order in which rules are asked. */
import { orderRules, orderSchema } from "@/crm/assignment/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  PUT: takesJson(orderSchema, ({ input, access, ctx }) => orderRules(ctx.state.store, access, input), {
    needs: ["sources.manage"],
  }),
});
