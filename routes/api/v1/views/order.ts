/** The order of saved views. */
import { reorderViews, reorderViewsSchema } from "@/crm/views/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { anyView } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(reorderViewsSchema, ({ input, access, ctx }) => reorderViews(ctx.state.store, access, input), {
    needs: anyView,
  }),
});
