/** Ends a browser's subscription. */
import { z } from "zod";
import { unsubscribe } from "@/crm/push/mod.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/push/remove",
    id: "unsubscribePush",
    tag: "notices",
    body: z.object({ endpoint: z.string().max(2_000) }),
    response: nothing,
    work: ({ input, access, ctx }) => unsubscribe(ctx.state.store, access, input.endpoint),
  }),
);
