/** Who is there already with these numbers, addresses or nearly this name. */
import { checkSchema, findDuplicates } from "@/crm/duplicates/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { anyView } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    checkSchema,
    async ({ input, access, ctx }) => ({ ok: true, value: await findDuplicates(ctx.state.store, access, input) }),
    { needs: anyView },
  ),
});
