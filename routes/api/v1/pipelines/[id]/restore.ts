/** Brings a pipeline back. */
import { z } from "zod";
import { restorePipeline, thingSchema } from "@/crm/pipeline/mod.ts";
import { gone, pipelineSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/pipelines/{id}/restore",
    id: "restorePipeline",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    body: thingSchema.omit({ id: true }),
    response: pipelineSchema,
    statuses: gone,
    work: ({ input, access, ctx }) => restorePipeline(ctx.state.store, access, input),
  }),
);
