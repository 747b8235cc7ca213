/** Pipelines with their stages. */
import { z } from "zod";
import { createPipeline, createPipelineSchema, listPipelines, PIPELINE_READERS } from "@/crm/pipeline/mod.ts";
import { archivedToo, gone, pipelineSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/pipelines",
    id: "listPipelines",
    tag: "pipelines",
    needs: PIPELINE_READERS,
    query: archivedToo,
    response: z.object({ pipelines: z.array(pipelineSchema) }),
    work: async ({ input, access, ctx }) => ({
      ok: true,
      value: { pipelines: await listPipelines(ctx.state.store, access, input) },
    }),
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/pipelines",
    id: "createPipeline",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    body: createPipelineSchema,
    response: pipelineSchema,
    statuses: gone,
    example: { body: { name: "Renewals", locale: "en" } },
    work: ({ input, access, ctx }) => createPipeline(ctx.state.store, access, input),
  }),
);
