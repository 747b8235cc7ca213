/** What the person wants to be told, and how. */
import { noticePreferences, noticePreferencesSchema, updateNoticePreferences } from "@/crm/notices/mod.ts";
import { preferencesSchema } from "@/routes/(_door)/api_schemas/notices.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/notices/preferences",
    id: "getNoticePreferences",
    tag: "notices",
    response: preferencesSchema,
    work: async ({ access, ctx }) => ({ ok: true, value: await noticePreferences(ctx.state.store, access) }),
  }),
  defineOperation({
    method: "PUT",
    path: "/api/v1/notices/preferences",
    id: "setNoticePreferences",
    tag: "notices",
    body: noticePreferencesSchema,
    response: preferencesSchema,
    example: { body: { kinds: { "task-assigned": ["app", "email"] }, quiet: { from: "22:00", to: "08:00" } } },
    work: ({ input, access, ctx }) => updateNoticePreferences(ctx.state.store, access, input),
  }),
);
