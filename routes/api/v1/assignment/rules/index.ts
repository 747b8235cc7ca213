/** A new rule of assignment. */
import { createRule, ruleSchema } from "@/crm/assignment/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(ruleSchema, ({ input, access, ctx }) => createRule(ctx.state.store, access, input), {
    needs: ["sources.manage"],
  }),
});
