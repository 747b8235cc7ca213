/** A test event to a webhook. */
import { z } from "zod";
import { pingWebhook } from "@/crm/webhooks/mod.ts";
import { missing } from "@/routes/(_door)/api_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/webhooks/{id}/ping",
  id: "pingWebhook",
  tag: "webhooks",
  needs: ["api.manage"],
  params: z.object({ id: z.uuid() }),
  statuses: missing,
  response: z.object({ delivery: z.uuid() }),
  work: ({ input, access, ctx }) => pingWebhook(ctx.state.store, access, { ...input, jobs: ctx.state.jobs }),
}));
