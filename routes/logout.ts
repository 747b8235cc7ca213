/** Ends the session. The agent stays on the line only as long as the console's grace time. */
import { logOut } from "@/crm/people/mod.ts";
import { SESSION_COOKIE, setCookie } from "@/routes/(_door)/cookies.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  async POST(ctx) {
    const { session, store, secureCookies } = ctx.state;
    if (session) await logOut(store, session);
    const headers = new Headers({ location: "/login" });
    setCookie(headers, SESSION_COOKIE, "", { secure: secureCookies, maxAgeMs: 0 });
    return new Response(null, { status: 303, headers });
  },
});
