/** The order of reasons of loss. */
import { orderSchema, reorderLossReasons } from "@/crm/pipeline/mod.ts";
import { gone } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/loss-reasons/order",
    id: "reorderLossReasons",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    body: orderSchema,
    response: nothing,
    statuses: gone,
    work: ({ input, access, ctx }) => reorderLossReasons(ctx.state.store, access, input),
  }),
);
