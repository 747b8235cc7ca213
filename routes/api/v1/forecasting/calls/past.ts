/** The last four weeks of a queue: how well they were told, and their service beside the Erlang model's. */
import { callsPast } from "@/ml/intraday/mod.ts";
import { callsPastShape, pastQuery } from "@/routes/(_door)/api_schemas/staffing.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { clockOf, NO_MODEL, withLine } from "@/routes/(_door)/staffing.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/calls/past",
  id: "callsPast",
  tag: "staffing",
  needs: ["analytics.view"],
  query: pastQuery,
  response: callsPastShape,
  statuses: NO_MODEL,
  work: ({ input, access, ctx }) =>
    withLine(
      ctx,
      { access, model: input.model },
      (line) => callsPast(ctx.state.store, access, { ...clockOf(ctx), line }),
    ),
}));
