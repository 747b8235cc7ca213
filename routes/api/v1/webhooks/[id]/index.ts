/** One webhook: read, changed, removed. */
import { z } from "zod";
import { getWebhook, removeWebhook, updateWebhook, updateWebhookSchema } from "@/crm/webhooks/mod.ts";
import { missing, webhookSchema } from "@/routes/(_door)/api_schemas.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

const shared = {
  path: "/api/v1/webhooks/{id}",
  tag: "webhooks",
  needs: ["api.manage"],
  params: z.object({ id: z.uuid() }),
  statuses: missing,
} as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "GET",
    id: "getWebhook",
    response: webhookSchema,
    work: async ({ input, access, ctx }) => {
      const value = await getWebhook(ctx.state.store, access, input);
      return value ? { ok: true, value } : { ok: false, code: "webhooks.error.no-webhook" };
    },
  }),
  defineOperation({
    ...shared,
    method: "PATCH",
    id: "updateWebhook",
    body: updateWebhookSchema,
    response: webhookSchema,
    example: { body: { enabled: false } },
    work: ({ input, access, ctx }) => updateWebhook(ctx.state.store, access, input),
  }),
  defineOperation({
    ...shared,
    method: "DELETE",
    id: "removeWebhook",
    response: nothing,
    work: ({ input, access, ctx }) => removeWebhook(ctx.state.store, access, input),
  }),
);
