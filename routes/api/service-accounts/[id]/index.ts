/** A service account: renamed, switched off and on. */
import { changeServiceAccount, changeServiceAccountSchema } from "@/crm/tokens/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  PATCH: takesJson(
    changeServiceAccountSchema,
    ({ input, access, ctx }) => changeServiceAccount(ctx.state.store, access, input),
    { needs: ["api.manage"] },
  ),
});
