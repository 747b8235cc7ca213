/** Figures of the running server in Prometheus' text format; for administrators, and for monitoring on this machine. */
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const here = "hostname" in ctx.info.remoteAddr && ["127.0.0.1", "::1"].includes(ctx.info.remoteAddr.hostname) &&
      !ctx.req.headers.has("x-forwarded-for");
    if (!here && !ctx.state.access?.permissions.has("settings.manage")) return new Response(null, { status: 404 });
    return new Response(await ctx.state.metrics(), { headers: { "content-type": "text/plain; version=0.0.4" } });
  },
});
