/** What was told of a month or a quarter each day. */
import { revenueHistory } from "@/ml/revenue/mod.ts";
import { historyQuery, historySchema } from "@/routes/(_door)/api_schemas/revenue.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/revenue/history",
  id: "revenueHistory",
  tag: "revenue",
  needs: ["analytics.view"],
  query: historyQuery,
  response: historySchema,
  work: ({ input, access, ctx }) => revenueHistory(ctx.state.store, access, { filter: input }),
}));
