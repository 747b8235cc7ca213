/** What a merge would do, and what a person has to decide. Changes nothing. */
import { previewMerge, previewSchema } from "@/crm/duplicates/mod.ts";
import { linkedNames } from "@/crm/record/mod.ts";
import { mergePreviewSchema } from "@/routes/(_door)/api_schemas/duplicates.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { kindParams } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/{kind}/merge/preview",
  id: "previewMerge",
  tag: "duplicates",
  needs: ["records.merge"],
  params: kindParams,
  body: previewSchema,
  response: mergePreviewSchema,
  work: async ({ input, access, ctx }) => {
    const { store } = ctx.state;
    const preview = await previewMerge(store, access, input);
    if (!preview.ok) return preview;
    const names = await linkedNames(store, access, preview.value.records);
    return { ok: true, value: { ...preview.value, names } };
  },
}));
