/** A saved view: changed, deleted. */
import { deleteView, updateView, updateViewSchema, viewIdSchema } from "@/crm/views/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { anyView } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  PATCH: takesJson(updateViewSchema, ({ input, access, ctx }) => updateView(ctx.state.store, access, input), {
    needs: anyView,
  }),
  DELETE: takesJson(viewIdSchema, ({ input, access, ctx }) => deleteView(ctx.state.store, access, input), {
    needs: anyView,
  }),
});
