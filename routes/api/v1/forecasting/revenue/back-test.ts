/** What the revenue forecast would have said at past month ends, beside what came. */
import { revenueBackTest } from "@/ml/revenue/mod.ts";
import { backTestSchema, revenueQuery } from "@/routes/(_door)/api_schemas/revenue.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/revenue/back-test",
  id: "revenueBackTest",
  tag: "revenue",
  needs: ["analytics.view"],
  query: revenueQuery,
  response: backTestSchema,
  work: ({ input, access, ctx }) => revenueBackTest(ctx.state.store, access, { filter: input }),
}));
