/** What was sent to a webhook, newest first. */
import { z } from "zod";
import { listDeliveries, listDeliveriesSchema } from "@/crm/webhooks/mod.ts";
import { deliverySchema } from "@/routes/(_door)/api_schemas.ts";
import { defineOperation, pageOf, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/webhooks/{id}/deliveries",
  id: "listWebhookDeliveries",
  tag: "webhooks",
  needs: ["api.manage"],
  params: z.object({ id: z.uuid() }),
  query: listDeliveriesSchema,
  response: pageOf(deliverySchema),
  work: async ({ input, access, ctx }) => ({
    ok: true,
    value: await listDeliveries(ctx.state.store, access, { ...input, webhook: input.id }),
  }),
}));
