/** One queue: change, archive. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { archiveQueue, archiveSchema, updateQueue, updateQueueSchema } from "@/crm/queues/mod.ts";

export const handlers = define.handlers({
  PATCH: takesJson(updateQueueSchema, ({ input, access, ctx }) => updateQueue(ctx.state.store, access, input), {
    needs: ["queues.manage"],
  }),
  DELETE: takesJson(archiveSchema, ({ input, access, ctx }) => archiveQueue(ctx.state.store, access, input), {
    needs: ["queues.manage"],
  }),
});
