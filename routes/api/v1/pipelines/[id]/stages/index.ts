/** A new stage. */
import { createStage, createStageSchema } from "@/crm/pipeline/mod.ts";
import { gone, ofPipeline, stageSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/pipelines/{id}/stages",
    id: "createStage",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: ofPipeline,
    body: createStageSchema.omit({ pipeline: true }),
    response: stageSchema,
    statuses: gone,
    example: { body: { name: "Contract", colour: "purple", probability: 90, rottenDays: 14, required: ["amount"] } },
    work: ({ input, access, ctx }) => createStage(ctx.state.store, access, input),
  }),
);
