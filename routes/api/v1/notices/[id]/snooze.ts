/** Puts a notice off. */
import { z } from "zod";
import { snooze, snoozeSchema } from "@/crm/notices/mod.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/notices/{id}/snooze",
    id: "snoozeNotice",
    tag: "notices",
    params: z.object({ id: z.uuid() }),
    body: snoozeSchema,
    response: z.object({ until: z.iso.datetime() }),
    statuses: { "notices.error.none": 404 },
    example: { body: { minutes: 10 } },
    work: ({ input, access, ctx }) => snooze(ctx.state.store, access, input),
  }),
);
