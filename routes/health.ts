/** Whether the server can do its work, for load balancers and monitoring: 200 or 503, without details for strangers. */
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const health = await ctx.state.health();
    const body = ctx.state.access?.permissions.has("settings.manage") ? health : { ok: health.ok };
    return Response.json(body, { status: health.ok ? 200 : 503, headers: { "cache-control": "no-store" } });
  },
});
