/** Puts a stage away; its deals go to another one. */
import { z } from "zod";
import { archiveStage, archiveStageSchema } from "@/crm/pipeline/mod.ts";
import { gone, movedSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/stages/{id}/archive",
    id: "archiveStage",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    body: archiveStageSchema.omit({ id: true }),
    response: movedSchema,
    statuses: gone,
    work: ({ input, access, ctx }) => archiveStage(ctx.state.store, access, input),
  }),
);
