/** Pairs of records that are probably the same, the surest first. */
import { listPairs, pairsSchema } from "@/crm/duplicates/mod.ts";
import { linkedNames } from "@/crm/record/mod.ts";
import { pairPageSchema } from "@/routes/(_door)/api_schemas/duplicates.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/duplicates",
  id: "listDuplicates",
  tag: "duplicates",
  needs: ["records.merge"],
  query: pairsSchema,
  response: pairPageSchema,
  work: async ({ input, access, ctx }) => {
    const { store } = ctx.state;
    const page = await listPairs(store, access, input);
    return { ok: true, value: { ...page, names: await linkedNames(store, access, page.records) } };
  },
}));
