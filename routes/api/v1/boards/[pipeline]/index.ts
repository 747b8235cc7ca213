/** Opens a pipeline's board: every column with its totals and first cards. */
import { openBoard } from "@/crm/board/mod.ts";
import { boardQuery, boardReaders, boardShape, noBoard, pipelineParams } from "@/routes/(_door)/api_schemas/boards.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/boards/{pipeline}",
  id: "openBoard",
  tag: "boards",
  needs: boardReaders,
  params: pipelineParams,
  query: boardQuery,
  response: boardShape,
  statuses: noBoard,
  work: ({ input, access, ctx }) => openBoard(ctx.state.store, access, input),
}));
