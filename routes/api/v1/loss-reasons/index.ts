/** Why deals are lost. */
import { z } from "zod";
import { createLossReason, createLossReasonSchema, listLossReasons, PIPELINE_READERS } from "@/crm/pipeline/mod.ts";
import { archivedToo, gone, lossReasonSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/loss-reasons",
    id: "listLossReasons",
    tag: "pipelines",
    needs: PIPELINE_READERS,
    query: archivedToo,
    response: z.object({ lossReasons: z.array(lossReasonSchema) }),
    work: async ({ input, access, ctx }) => ({
      ok: true,
      value: { lossReasons: await listLossReasons(ctx.state.store, access, input) },
    }),
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/loss-reasons",
    id: "createLossReason",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    body: createLossReasonSchema,
    response: lossReasonSchema,
    statuses: gone,
    example: { body: { name: "Too expensive" } },
    work: ({ input, access, ctx }) => createLossReason(ctx.state.store, access, input),
  }),
);
