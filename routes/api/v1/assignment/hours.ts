/** The site's working hours, as rules use them. */
import { hoursSchema, setSiteHours } from "@/crm/assignment/mod.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "PUT",
  path: "/api/v1/assignment/hours",
  id: "setSiteHours",
  tag: "sources",
  needs: ["sources.manage"],
  body: hoursSchema,
  response: nothing,
  example: { body: { days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00", timeZone: "Europe/Moscow" } },
  work: ({ input, access, ctx }) => setSiteHours(ctx.state.store, access, input),
}));
