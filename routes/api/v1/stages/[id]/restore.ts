/** Brings a stage back. */
import { z } from "zod";
import { restoreStage, thingSchema } from "@/crm/pipeline/mod.ts";
import { gone, stageSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/stages/{id}/restore",
    id: "restoreStage",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    body: thingSchema.omit({ id: true }),
    response: stageSchema,
    statuses: gone,
    work: ({ input, access, ctx }) => restoreStage(ctx.state.store, access, input),
  }),
);
