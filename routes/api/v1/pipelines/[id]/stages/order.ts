/** The order of the stages of a pipeline. */
import { orderSchema, reorderStages } from "@/crm/pipeline/mod.ts";
import { gone, ofPipeline } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/pipelines/{id}/stages/order",
    id: "reorderStages",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: ofPipeline,
    body: orderSchema,
    response: nothing,
    statuses: gone,
    work: ({ input, access, ctx }) => reorderStages(ctx.state.store, access, input),
  }),
);
