/** Sends a delivery again under its id. */
import { z } from "zod";
import { resendDelivery } from "@/crm/webhooks/mod.ts";
import { missing } from "@/routes/(_door)/api_schemas.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/webhooks/{id}/deliveries/{delivery}/resend",
  id: "resendWebhookDelivery",
  tag: "webhooks",
  needs: ["api.manage"],
  params: z.object({ id: z.uuid(), delivery: z.uuid() }),
  statuses: missing,
  response: nothing,
  work: ({ input, access, ctx }) => {
    const { id: webhook, delivery } = input;
    return resendDelivery(ctx.state.store, access, { webhook, delivery, jobs: ctx.state.jobs });
  },
}));
