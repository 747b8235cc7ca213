/** Changes many records at once; the answer carries the way back. */
import { bulkSchema, bulkUpdate } from "@/crm/record/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { anyEdit, kindParam } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    bulkSchema.extend({ kind: kindParam }),
    ({ input, access, ctx }) => bulkUpdate(ctx.state.store, access, input),
    { needs: anyEdit },
  ),
});
