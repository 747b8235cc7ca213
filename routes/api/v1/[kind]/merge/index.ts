/** Merges records of one kind; the answer carries the way back. */
import { mergeRecords, mergeSchema } from "@/crm/duplicates/mod.ts";
import { mergedSchema } from "@/routes/(_door)/api_schemas/duplicates.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { kindParams, withNames } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/{kind}/merge",
  id: "mergeRecords",
  tag: "duplicates",
  needs: ["records.merge"],
  params: kindParams,
  body: mergeSchema,
  response: mergedSchema,
  work: async ({ input, access, ctx }) => {
    const { store } = ctx.state;
    const merged = await mergeRecords(store, access, input);
    if (!merged.ok) return merged;
    return { ok: true, value: { merge: merged.value.merge, ...await withNames(store, access, merged.value.record) } };
  },
}));
