/** One task as a file for other calendars. */
import { icsOfTask } from "@/crm/calendar/mod.ts";
import { ICS, icsFile, icsWords, idParams, seesTasks } from "@/routes/(_door)/calendar.ts";
import { bytes, defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { noRecord } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/calendar/tasks/{id}/task.ics",
  id: "exportTask",
  tag: "calendar",
  needs: seesTasks,
  params: idParams,
  response: bytes,
  file: [ICS],
  statuses: noRecord,
  work: async ({ input, access, ctx }) => {
    const { store, locale, user } = ctx.state;
    const words = icsWords(ctx, { locale, name: user?.name ?? "" });
    const made = await icsOfTask(store, access, { id: input.id, words });
    return made.ok ? { ok: true, value: icsFile(made.value, "task.ics") } : made;
  },
}));
