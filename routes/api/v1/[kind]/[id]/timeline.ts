/** What happened to a record, newest first. */
import { readTimeline, timelineSchema } from "@/crm/timeline/mod.ts";
import { takesQuery } from "@/routes/(_door)/api.ts";
import { anyView, kindParam } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(timelineSchema.extend({ kind: kindParam }), async ({ input, access, ctx }) => {
    const page = await readTimeline(ctx.state.store, access, input);
    return page ? { ok: true, value: page } : { ok: false, code: "records.error.no-record" };
  }, { needs: anyView }),
});
