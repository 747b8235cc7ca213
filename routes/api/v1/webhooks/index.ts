/** Webhooks: those there are, and a new one. */
import { z } from "zod";
import { createWebhook, createWebhookSchema, listWebhooks } from "@/crm/webhooks/mod.ts";
import { secretDescription, webhookSchema } from "@/routes/(_door)/api_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/webhooks",
    id: "listWebhooks",
    tag: "webhooks",
    needs: ["api.manage"],
    response: z.object({ rows: z.array(webhookSchema) }),
    work: async ({ access, ctx }) => ({ ok: true, value: { rows: await listWebhooks(ctx.state.store, access) } }),
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/webhooks",
    id: "createWebhook",
    tag: "webhooks",
    needs: ["api.manage"],
    body: createWebhookSchema,
    response: z.object({ webhook: webhookSchema, secret: z.string().meta(secretDescription) }),
    example: { body: { name: "Shop", url: "https://shop.example/kommutator", events: ["lead.created", "contact.*"] } },
    work: ({ input, access, ctx }) => createWebhook(ctx.state.store, access, input),
  }),
);
