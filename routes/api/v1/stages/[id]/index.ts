/** One stage. */
import { z } from "zod";
import { updateStage, updateStageSchema } from "@/crm/pipeline/mod.ts";
import { gone, stageSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "PATCH",
    path: "/api/v1/stages/{id}",
    id: "updateStage",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    body: updateStageSchema.omit({ id: true }),
    response: stageSchema,
    statuses: gone,
    example: { body: { probability: 40, rottenDays: 10, required: ["amount", "closeDate"], wipLimit: 200 } },
    work: ({ input, access, ctx }) => updateStage(ctx.state.store, access, input),
  }),
);
