/** Takes "these are not the same" back. */
import { dismissSchema, reopenPairs } from "@/crm/duplicates/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    dismissSchema,
    ({ input, access, ctx }) => reopenPairs(ctx.state.store, access, input),
    { needs: ["records.merge"] },
  ),
});
