/** Expected revenue of months and quarters, of the deals in reach. */
import { revenueView } from "@/ml/revenue/mod.ts";
import { revenueQuery, revenueSchema } from "@/routes/(_door)/api_schemas/revenue.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/revenue",
  id: "revenueForecast",
  tag: "revenue",
  needs: ["analytics.view"],
  query: revenueQuery,
  response: revenueSchema,
  work: ({ input, access, ctx }) => revenueView(ctx.state.store, access, { filter: input }),
}));
