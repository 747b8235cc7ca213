/** One pause reason: put, archive. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { archivePauseReason, keySchema, pauseReasonSchema, putPauseReason } from "@/crm/queues/mod.ts";

export const handlers = define.handlers({
  PUT: takesJson(pauseReasonSchema, ({ input, access, ctx }) => putPauseReason(ctx.state.store, access, input), {
    needs: ["queues.manage"],
  }),
  DELETE: takesJson(keySchema, ({ input, access, ctx }) => archivePauseReason(ctx.state.store, access, input), {
    needs: ["queues.manage"],
  }),
});
