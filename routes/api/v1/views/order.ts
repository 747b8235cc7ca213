/** The order of saved views. */
import { reorderViews, reorderViewsSchema } from "@/crm/views/mod.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";
import { anyView } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/views/order",
  id: "reorderViews",
  tag: "views",
  needs: anyView,
  body: reorderViewsSchema,
  response: nothing,
  work: ({ input, access, ctx }) => reorderViews(ctx.state.store, access, input),
}));
