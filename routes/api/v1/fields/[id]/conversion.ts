/** What would become of the stored values if the field had another type; changes nothing. */
import { conversionSchema, previewConversion } from "@/crm/fields/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(conversionSchema, ({ input, access, ctx }) => previewConversion(ctx.state.store, access, input), {
    needs: ["fields.manage"],
  }),
});
