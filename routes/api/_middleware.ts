/** The whole API is for people who are logged in and have chosen their password; routes ask for rights on top. */
import { refuse } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handler = define.middleware((ctx) => {
  const { user } = ctx.state;
  if (!user) return refuse(401, "shell.error.session");
  if (user.mustChangePassword && ctx.url.pathname !== "/api/profile/password") {
    return refuse(403, "shell.error.password-first");
  }
  return ctx.next();
});
