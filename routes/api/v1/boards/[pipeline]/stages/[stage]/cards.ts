/** The following cards of one column. */
import { z } from "zod";
import { cardsSchema, columnCards } from "@/crm/board/mod.ts";
import { boardQuery, boardReaders, cardsShape, noBoard, pipelineParams } from "@/routes/(_door)/api_schemas/boards.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/boards/{pipeline}/stages/{stage}/cards",
  id: "listCards",
  tag: "boards",
  needs: boardReaders,
  params: pipelineParams.extend({ stage: z.uuid() }),
  query: boardQuery.extend({
    after: cardsSchema.shape.after.meta({ description: "api.field.after" }),
    limit: cardsSchema.shape.limit.meta({ description: "api.field.page-limit" }),
  }),
  response: cardsShape,
  statuses: noBoard,
  work: ({ input, access, ctx }) => columnCards(ctx.state.store, access, input),
}));
