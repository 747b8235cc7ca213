/** Saved views of a list, and a new one. */
import { createView, createViewSchema, listViews, listViewsSchema } from "@/crm/views/mod.ts";
import { takesJson, takesQuery } from "@/routes/(_door)/api.ts";
import { anyView } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(
    listViewsSchema,
    async ({ input, access, ctx }) => ({ ok: true, value: { rows: await listViews(ctx.state.store, access, input) } }),
    { needs: anyView },
  ),
  POST: takesJson(createViewSchema, ({ input, access, ctx }) => createView(ctx.state.store, access, input), {
    needs: anyView,
  }),
});
