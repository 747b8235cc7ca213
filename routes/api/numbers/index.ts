/** Numbers: create. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { createNumber, createNumberSchema } from "@/crm/queues/mod.ts";

export const handlers = define.handlers({
  POST: takesJson(createNumberSchema, ({ input, access, ctx }) => createNumber(ctx.state.store, access, input), {
    needs: ["queues.manage"],
  }),
});
