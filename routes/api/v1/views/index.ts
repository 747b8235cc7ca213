/** Saved views of a list, and a new one. */
import { z } from "zod";
import { createView, createViewSchema, listViews, listViewsSchema } from "@/crm/views/mod.ts";
import { viewSchema } from "@/routes/(_door)/api_schemas/fields.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyView } from "@/routes/(_door)/records.ts";

const shared = { path: "/api/v1/views", tag: "views", needs: anyView } as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "GET",
    id: "listViews",
    query: listViewsSchema,
    response: z.object({ rows: z.array(viewSchema) }),
    work: async ({ input, access, ctx }) => ({
      ok: true,
      value: { rows: await listViews(ctx.state.store, access, input) },
    }),
  }),
  defineOperation({
    ...shared,
    method: "POST",
    id: "createView",
    body: createViewSchema,
    response: viewSchema,
    example: {
      body: {
        kind: "lead",
        name: "New from the site",
        columns: [{ key: "name", width: 240 }, { key: "phones" }, { key: "created" }],
        filter: [{ field: "status", op: "is", value: "new" }],
      },
    },
    work: ({ input, access, ctx }) => createView(ctx.state.store, access, input),
  }),
);
