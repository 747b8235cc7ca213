/** The person's own notices. */
import { listNotices, listNoticesSchema } from "@/crm/notices/mod.ts";
import { noticeSchema } from "@/routes/(_door)/api_schemas/notices.ts";
import { defineOperation, pageOf, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/notices",
    id: "listNotices",
    tag: "notices",
    query: listNoticesSchema,
    response: pageOf(noticeSchema),
    work: async ({ input, access, ctx }) => ({ ok: true, value: await listNotices(ctx.state.store, access, input) }),
  }),
);
