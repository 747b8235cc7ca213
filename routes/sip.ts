/** The browser phone's SIP over a WebSocket, carried to Asterisk behind the session (RFC 7118). */
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET(ctx) {
    const { access } = ctx.state;
    if (!access) return new Response(null, { status: 401 });
    if (!access.permissions.has("console.use")) return new Response(null, { status: 403 });
    return ctx.state.sip(ctx.req);
  },
});
