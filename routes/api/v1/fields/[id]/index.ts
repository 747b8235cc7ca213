/** One own field: changed, archived. */
import { archiveField, fieldIdSchema, updateField, updateFieldSchema } from "@/crm/fields/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  PATCH: takesJson(updateFieldSchema, ({ input, access, ctx }) => updateField(ctx.state.store, access, input), {
    needs: ["fields.manage"],
  }),
  DELETE: takesJson(fieldIdSchema, ({ input, access, ctx }) => archiveField(ctx.state.store, access, input), {
    needs: ["fields.manage"],
  }),
});
