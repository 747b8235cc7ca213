/** What a view of the calendar shows, as a file for other calendars. */
import { icsOfRange, rangeSchema } from "@/crm/calendar/mod.ts";
import { ICS, icsFile, icsWords } from "@/routes/(_door)/calendar.ts";
import { bytes, defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/calendar/tasks.ics",
  id: "exportCalendar",
  tag: "calendar",
  needs: ["tasks.export"],
  query: rangeSchema,
  response: bytes,
  file: [ICS],
  work: async ({ input, access, ctx }) => {
    const { store, locale, user } = ctx.state;
    const words = icsWords(ctx, { locale, name: user?.name ?? "" });
    return { ok: true, value: icsFile(await icsOfRange(store, access, { ...input, words }), "calendar.ics") };
  },
}));
