/** Days of a queue, told and come, with who is on the list. */
import { callsWeek } from "@/ml/intraday/mod.ts";
import { callsWeekShape, weekQuery } from "@/routes/(_door)/api_schemas/staffing.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { clockOf, NO_MODEL, withLine } from "@/routes/(_door)/staffing.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/calls/week",
  id: "callsWeek",
  tag: "staffing",
  needs: ["analytics.view"],
  query: weekQuery,
  response: callsWeekShape,
  statuses: NO_MODEL,
  work: ({ input: { model, ...asked }, access, ctx }) =>
    withLine(
      ctx,
      { access, model },
      (line) => callsWeek(ctx.state.store, access, { ...clockOf(ctx), ...asked, line }),
    ),
}));
