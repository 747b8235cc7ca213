/** One pipeline: its name. */
import { z } from "zod";
import { renamePipeline, renamePipelineSchema } from "@/crm/pipeline/mod.ts";
import { gone, pipelineSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "PATCH",
    path: "/api/v1/pipelines/{id}",
    id: "renamePipeline",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    body: renamePipelineSchema.omit({ id: true }),
    response: pipelineSchema,
    statuses: gone,
    example: { body: { name: "New customers" } },
    work: ({ input, access, ctx }) => renamePipeline(ctx.state.store, access, input),
  }),
);
