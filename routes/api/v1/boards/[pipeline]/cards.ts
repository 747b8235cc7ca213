/** Cards by their ids with the columns' totals, for boards that heard of changes. */
import { refreshCards, refreshSchema } from "@/crm/board/mod.ts";
import { boardReaders, noBoard, pipelineParams, refreshedShape } from "@/routes/(_door)/api_schemas/boards.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/boards/{pipeline}/cards",
  id: "refreshCards",
  tag: "boards",
  needs: boardReaders,
  params: pipelineParams,
  body: refreshSchema,
  response: refreshedShape,
  statuses: noBoard,
  work: ({ input, access, ctx }) => refreshCards(ctx.state.store, access, input),
}));
