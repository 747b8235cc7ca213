/** An administrator's reset of a password. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { setPassword, setPasswordSchema } from "@/crm/people/mod.ts";

export const handlers = define.handlers({
  POST: takesJson(setPasswordSchema, ({ input, access, ctx }) => setPassword(ctx.state.store, access, input), {
    needs: ["users.manage"],
  }),
});
