/** The browser phone's SIP over a WebSocket, carried to Asterisk behind the session (RFC 7118). */
import { readCookie, SESSION_COOKIE } from "@/routes/(_door)/cookies.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET(ctx) {
    const { session } = ctx.state;
    if (!session) return new Response(null, { status: 401 });
    if (session.user.mustChangePassword) return new Response(null, { status: 403 });
    if (!session.access.permissions.has("console.use")) return new Response(null, { status: 403 });
    return ctx.state.sip(ctx.req, session, readCookie(ctx.req, SESSION_COOKIE));
  },
});
