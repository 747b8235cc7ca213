/** When working time leads to: the next working moment, or where so many working minutes are over. */
import { z } from "zod";
import { addWorkingMinutes, nextMomentSchema, workingTimeOf } from "@/crm/calendar/mod.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/working-time/next",
  id: "nextWorkingMoment",
  tag: "calendar",
  query: nextMomentSchema,
  response: z.object({ at: z.iso.datetime().nullable() }),
  work: async ({ input, ctx }) => {
    const time = await workingTimeOf(ctx.state.store.db, input.user ?? null);
    const at = addWorkingMinutes(time, { from: Date.parse(input.from), minutes: input.minutes });
    return { ok: true, value: { at: at === null ? null : new Date(at).toISOString() } };
  },
}));
