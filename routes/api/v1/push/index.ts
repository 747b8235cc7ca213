/** Web Push: the key that browsers subscribe with, and the subscription of the browser that asks. */
import { z } from "zod";
import { subscribe, subscriptionSchema, vapidKeys } from "@/crm/push/mod.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/push",
    id: "getPushKey",
    tag: "notices",
    response: z.object({ publicKey: z.string().meta({ description: "api.field.push-key" }) }),
    work: async ({ ctx }) => ({ ok: true, value: { publicKey: (await vapidKeys(ctx.state.store)).publicKey } }),
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/push",
    id: "subscribePush",
    tag: "notices",
    body: subscriptionSchema,
    response: nothing,
    work: ({ input, access, ctx: { state, req } }) =>
      subscribe(state.store, access, {
        ...input,
        session: state.session?.id ?? null,
        userAgent: req.headers.get("user-agent") ?? "",
      }),
  }),
);
