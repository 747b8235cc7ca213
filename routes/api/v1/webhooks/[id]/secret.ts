/** A new secret for a webhook; the old one signs too for a day. */
import { z } from "zod";
import { rotateSecret } from "@/crm/webhooks/mod.ts";
import { missing, secretDescription } from "@/routes/(_door)/api_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/webhooks/{id}/secret",
  id: "rotateWebhookSecret",
  tag: "webhooks",
  needs: ["api.manage"],
  params: z.object({ id: z.uuid() }),
  statuses: missing,
  response: z.object({
    secret: z.string().meta(secretDescription),
    oldSecretUntil: z.iso.datetime().meta({ description: "api.field.old-secret-until" }),
  }),
  work: ({ input, access, ctx }) => rotateSecret(ctx.state.store, access, input),
}));
