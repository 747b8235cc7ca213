/** Brings a reason of loss back. */
import { z } from "zod";
import { restoreLossReason } from "@/crm/pipeline/mod.ts";
import { gone } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/loss-reasons/{id}/restore",
    id: "restoreLossReason",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    response: nothing,
    statuses: gone,
    work: ({ input, access, ctx }) => restoreLossReason(ctx.state.store, access, input),
  }),
);
