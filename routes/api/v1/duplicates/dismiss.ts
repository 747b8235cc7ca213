/** "These are not the same." */
import { dismissPairs, dismissSchema } from "@/crm/duplicates/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    dismissSchema,
    ({ input, access, ctx }) => dismissPairs(ctx.state.store, access, input),
    { needs: ["records.merge"] },
  ),
});
