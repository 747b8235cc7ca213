/** Service accounts: a new one. */
import { createServiceAccount, serviceAccountSchema } from "@/crm/tokens/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    serviceAccountSchema,
    ({ input, access, ctx }) => createServiceAccount(ctx.state.store, access, input),
    { needs: ["api.manage"] },
  ),
});
