/** Sends a reminder again. */
import { z } from "zod";
import { resendDelivery } from "@/crm/reminders/mod.ts";
import { anyReach } from "@/store/access.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/tasks/{id}/reminders/{delivery}/resend",
    id: "resendTaskReminder",
    tag: "notices",
    needs: anyReach("tasks", "edit"),
    params: z.object({ id: z.uuid(), delivery: z.uuid() }),
    response: nothing,
    statuses: { "notices.error.no-delivery": 404 },
    work: ({ input, access, ctx }) =>
      resendDelivery(ctx.state.store, access, { task: input.id, delivery: input.delivery }),
  }),
);
