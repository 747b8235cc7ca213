/** One day of a queue: told, come, still to come, and who is on the list. */
import { callsDay } from "@/ml/intraday/mod.ts";
import { callsDayShape, dayQuery } from "@/routes/(_door)/api_schemas/staffing.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { clockOf, NO_MODEL, withLine } from "@/routes/(_door)/staffing.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/calls",
  id: "callsDay",
  tag: "staffing",
  needs: ["analytics.view"],
  query: dayQuery,
  response: callsDayShape,
  statuses: NO_MODEL,
  work: ({ input, access, ctx }) => {
    const clock = clockOf(ctx);
    return withLine(
      ctx,
      { access, model: input.model },
      (line) => callsDay(ctx.state.store, access, { ...clock, line, day: input.day ?? clock.today }),
    );
  },
}));
