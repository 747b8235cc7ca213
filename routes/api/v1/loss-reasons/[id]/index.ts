/** One reason of loss: changed, put away. */
import { z } from "zod";
import { archiveLossReason, renameLossReason, renameLossReasonSchema } from "@/crm/pipeline/mod.ts";
import { gone, lossReasonSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "PATCH",
    path: "/api/v1/loss-reasons/{id}",
    id: "renameLossReason",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    body: renameLossReasonSchema.omit({ id: true }),
    response: lossReasonSchema,
    statuses: gone,
    work: ({ input, access, ctx }) => renameLossReason(ctx.state.store, access, input),
  }),
  defineOperation({
    method: "DELETE",
    path: "/api/v1/loss-reasons/{id}",
    id: "archiveLossReason",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    response: nothing,
    statuses: gone,
    work: ({ input, access, ctx }) => archiveLossReason(ctx.state.store, access, input),
  }),
);
