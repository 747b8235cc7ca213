/** A day, or several in a row, on which the company or a person works otherwise. */
import { z } from "zod";
import { addSpecialDay, specialDaySchema } from "@/crm/calendar/mod.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/working-time/days",
  id: "addSpecialDay",
  tag: "calendar",
  body: specialDaySchema,
  response: z.uuid(),
  example: { body: { first: "2026-12-30", last: "2026-12-30", type: "short", minutes: 180, name: "Office party" } },
  work: ({ input, access, ctx }) => addSpecialDay(ctx.state.store, access, input),
}));
