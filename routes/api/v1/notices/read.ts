/** Marks notices as read, some or all, or as unread again. */
import { z } from "zod";
import { markRead, readSchema } from "@/crm/notices/mod.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/notices/read",
    id: "readNotices",
    tag: "notices",
    body: readSchema,
    response: z.object({ changed: z.int(), ids: z.array(z.uuid()).meta({ description: "api.field.notice-ids" }) }),
    example: { body: { read: true } },
    work: ({ input, access, ctx }) => markRead(ctx.state.store, access, input),
  }),
);
