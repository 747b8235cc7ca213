/** What a merge would do, and what a person has to decide. Changes nothing. */
import { previewMerge, previewSchema } from "@/crm/duplicates/mod.ts";
import { linkedNames } from "@/crm/record/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { kindParam } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(previewSchema.extend({ kind: kindParam }), async ({ input, access, ctx }) => {
    const { store } = ctx.state;
    const preview = await previewMerge(store, access, input);
    if (!preview.ok) return preview;
    const names = await linkedNames(store, access, preview.value.records);
    return { ok: true, value: { ...preview.value, names } };
  }, { needs: ["records.merge"] }),
});
