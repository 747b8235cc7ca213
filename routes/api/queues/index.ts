/** Queues: create. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { createQueue, createQueueSchema } from "@/crm/queues/mod.ts";

export const handlers = define.handlers({
  POST: takesJson(createQueueSchema, ({ input, access, ctx }) => createQueue(ctx.state.store, access, input), {
    needs: ["queues.manage"],
  }),
});
