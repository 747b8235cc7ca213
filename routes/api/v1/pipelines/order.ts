/** The order of pipelines. */
import { orderSchema, reorderPipelines } from "@/crm/pipeline/mod.ts";
import { gone } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/pipelines/order",
    id: "reorderPipelines",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    body: orderSchema,
    response: nothing,
    statuses: gone,
    work: ({ input, access, ctx }) => reorderPipelines(ctx.state.store, access, input),
  }),
);
