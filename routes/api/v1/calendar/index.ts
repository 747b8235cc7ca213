/** Tasks of people between two moments, when they are busy and when they work, and the company's special days. */
import { calendarOf, rangeSchema } from "@/crm/calendar/mod.ts";
import { calendarShape } from "@/routes/(_door)/api_schemas/calendar.ts";
import { seesTasks } from "@/routes/(_door)/calendar.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/calendar",
  id: "getCalendar",
  tag: "calendar",
  needs: seesTasks,
  query: rangeSchema,
  response: calendarShape,
  work: async ({ input, access, ctx }) => ({ ok: true, value: await calendarOf(ctx.state.store, access, input) }),
}));
