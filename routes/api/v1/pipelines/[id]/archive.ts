/** Puts a pipeline away. */
import { z } from "zod";
import { archivePipeline, archivePipelineSchema } from "@/crm/pipeline/mod.ts";
import { gone, movedSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/pipelines/{id}/archive",
    id: "archivePipeline",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    body: archivePipelineSchema.omit({ id: true }),
    response: movedSchema,
    statuses: gone,
    work: ({ input, access, ctx }) => archivePipeline(ctx.state.store, access, input),
  }),
);
