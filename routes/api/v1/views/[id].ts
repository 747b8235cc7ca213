/** A saved view: changed, deleted. */
import { deleteView, updateView, updateViewSchema, viewIdSchema } from "@/crm/views/mod.ts";
import { noView, viewSchema } from "@/routes/(_door)/api_schemas/fields.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";
import { anyView } from "@/routes/(_door)/records.ts";

const shared = {
  path: "/api/v1/views/{id}",
  tag: "views",
  needs: anyView,
  params: viewIdSchema,
  statuses: noView,
} as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "PATCH",
    id: "updateView",
    body: updateViewSchema.omit({ id: true }),
    response: viewSchema,
    example: { body: { name: "New today" } },
    work: ({ input, access, ctx }) => updateView(ctx.state.store, access, input),
  }),
  defineOperation({
    ...shared,
    method: "DELETE",
    id: "deleteView",
    response: nothing,
    work: ({ input, access, ctx }) => deleteView(ctx.state.store, access, input),
  }),
);
