/** What became of the open pipeline between two days. */
import { revenueWaterfall } from "@/ml/revenue/mod.ts";
import { waterfallQuery, waterfallSchema } from "@/routes/(_door)/api_schemas/revenue.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/revenue/waterfall",
  id: "revenueWaterfall",
  tag: "revenue",
  needs: ["analytics.view"],
  query: waterfallQuery,
  response: waterfallSchema,
  work: ({ input, access, ctx }) => {
    const { from, to, period, ...filter } = input;
    return revenueWaterfall(ctx.state.store, access, { filter, from, to, period });
  },
}));
