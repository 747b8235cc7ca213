/** Merges records of one kind; the answer carries the way back. */
import { mergeRecords, mergeSchema } from "@/crm/duplicates/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { kindParam, withNames } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(mergeSchema.extend({ kind: kindParam }), async ({ input, access, ctx }) => {
    const { store } = ctx.state;
    const merged = await mergeRecords(store, access, input);
    if (!merged.ok) return merged;
    return { ok: true, value: { merge: merged.value.merge, ...await withNames(store, access, merged.value.record) } };
  }, { needs: ["records.merge"] }),
});
