/** Pairs of records that are probably the same, the surest first. */
import { linkedNames } from "@/crm/record/mod.ts";
import { listPairs, pairsSchema } from "@/crm/duplicates/mod.ts";
import { takesQuery } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(pairsSchema, async ({ input, access, ctx }) => {
    const { store } = ctx.state;
    const page = await listPairs(store, access, input);
    return { ok: true, value: { ...page, names: await linkedNames(store, access, page.records) } };
  }, { needs: ["records.merge"] }),
});
