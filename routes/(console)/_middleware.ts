/** Everything inside needs a person; one who must choose a password does that first. */
import { define } from "@/routes/(_door)/state.ts";

export const handler = define.middleware((ctx) => {
  const { user } = ctx.state;
  if (!user) {
    const to = ctx.req.method === "GET" ? ctx.url.pathname + ctx.url.search : "/";
    return ctx.redirect(to === "/" ? "/login" : `/login?to=${encodeURIComponent(to)}`, 303);
  }
  if (user.mustChangePassword && ctx.url.pathname !== "/profile") return ctx.redirect("/profile?password=1", 303);
  return ctx.next();
});
