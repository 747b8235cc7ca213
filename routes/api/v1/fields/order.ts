/** The order of own fields. */
import { reorderFields, reorderFieldsSchema } from "@/crm/fields/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(reorderFieldsSchema, ({ input, access, ctx }) => reorderFields(ctx.state.store, access, input), {
    needs: ["fields.manage"],
  }),
});
