/** A token of a service account. Its text is in this answer and nowhere else. */
import { createServiceToken, newServiceTokenSchema } from "@/crm/tokens/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

const schema = newServiceTokenSchema.omit({ account: true }).extend({ id: newServiceTokenSchema.shape.account });

export const handlers = define.handlers({
  POST: takesJson(
    schema,
    ({ input: { id: account, ...input }, access, ctx }) =>
      createServiceToken(ctx.state.store, access, { ...input, account }),
    { needs: ["api.manage"] },
  ),
});
