/** Takes a special day away. */
import { removeSpecialDay } from "@/crm/calendar/mod.ts";
import { idParams } from "@/routes/(_door)/calendar.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "DELETE",
  path: "/api/v1/working-time/days/{id}",
  id: "removeSpecialDay",
  tag: "calendar",
  params: idParams,
  response: nothing,
  statuses: { "calendar.error.no-day": 404 },
  work: ({ input, access, ctx }) => removeSpecialDay(ctx.state.store, access, input),
}));
