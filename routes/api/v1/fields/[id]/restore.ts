/** Brings an archived field back. */
import { fieldIdSchema, restoreField } from "@/crm/fields/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(fieldIdSchema, ({ input, access, ctx }) => restoreField(ctx.state.store, access, input), {
    needs: ["fields.manage"],
  }),
});
