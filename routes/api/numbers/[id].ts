/** One number: change, archive. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { archiveNumber, archiveSchema, updateNumber, updateNumberSchema } from "@/crm/queues/mod.ts";

export const handlers = define.handlers({
  PATCH: takesJson(updateNumberSchema, ({ input, access, ctx }) => updateNumber(ctx.state.store, access, input), {
    needs: ["queues.manage"],
  }),
  DELETE: takesJson(archiveSchema, ({ input, access, ctx }) => archiveNumber(ctx.state.store, access, input), {
    needs: ["queues.manage"],
  }),
});
