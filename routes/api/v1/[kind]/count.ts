/** How many records a list has; beyond `most` people read "more than". */
import { countRecords, MOST_COUNTED } from "@/crm/record/mod.ts";
import { takesQuery } from "@/routes/(_door)/api.ts";
import { anyView, kindParam, listQuery } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(listQuery.extend({ kind: kindParam }), async ({ input, access, ctx }) => {
    const count = await countRecords(ctx.state.store, access, input);
    return { ok: true, value: { count: Math.min(count, MOST_COUNTED), more: count > MOST_COUNTED } };
  }, { needs: anyView }),
});
