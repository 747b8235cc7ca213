/** Takes one change of a record back, by its line in the audit; for whoever may change the record. */
import { revertChange, revertSchema } from "@/crm/revert/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { anyEdit } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    revertSchema,
    ({ input, access, ctx }) => revertChange(ctx.state.store, access, input),
    { needs: anyEdit },
  ),
});
