/** What happened to a record, newest first. */
import { readTimeline, timelineSchema } from "@/crm/timeline/mod.ts";
import { timelinePageSchema } from "@/routes/(_door)/api_schemas/cards.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyView, noRecord, recordParams } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/{kind}/{id}/timeline",
  id: "readTimeline",
  tag: "cards",
  needs: anyView,
  params: recordParams,
  query: timelineSchema.omit({ id: true }),
  response: timelinePageSchema,
  statuses: noRecord,
  work: async ({ input, access, ctx }) => {
    const page = await readTimeline(ctx.state.store, access, input);
    return page ? { ok: true, value: page } : { ok: false, code: "records.error.no-record" };
  },
}));
