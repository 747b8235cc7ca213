/** Changes one's own password; ends the other sessions. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { changeOwnPassword, changePasswordSchema } from "@/crm/people/mod.ts";

export const handlers = define.handlers({
  POST: takesJson(changePasswordSchema, async ({ input, ctx }) => {
    const { session, store } = ctx.state;
    return session ? await changeOwnPassword(store, session, input) : { ok: false, code: "shell.error.session" };
  }),
});
