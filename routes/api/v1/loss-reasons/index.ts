/** Why deals are lost. */
import { z } from "zod";
import { listLossReasons, PIPELINE_READERS } from "@/crm/pipeline/mod.ts";
import { archivedToo, lossReasonSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
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
}));
