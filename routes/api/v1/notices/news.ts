/** What was told since the last look, and how much is unread. */
import { newsSchema, noticeNews } from "@/crm/notices/mod.ts";
import { newsAnswer } from "@/routes/(_door)/api_schemas/notices.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/notices/news",
    id: "getNoticeNews",
    tag: "notices",
    query: newsSchema,
    response: newsAnswer,
    work: async ({ input, access, ctx: { state } }) => ({
      ok: true,
      value: await noticeNews(state.store, access, { ...input, timeZone: state.site.timeZone }),
    }),
  }),
);
