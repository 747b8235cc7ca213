/** One disposition: put, archive. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { archiveDisposition, dispositionSchema, putDisposition } from "@/crm/queues/mod.ts";

export const handlers = define.handlers({
  PUT: takesJson(dispositionSchema, ({ input, access, ctx }) => putDisposition(ctx.state.store, access, input), {
    needs: ["queues.manage"],
  }),
  DELETE: takesJson(
    dispositionSchema.pick({ code: true }),
    ({ input, access, ctx }) => archiveDisposition(ctx.state.store, access, { key: input.code }),
    { needs: ["queues.manage"] },
  ),
});
