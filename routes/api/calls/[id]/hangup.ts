/** Hangs up for a desk phone: the own call, or any with the right to control agents. */
import { z } from "zod";
import type { AgentId } from "@/actors/call/types.ts";
import { callIdSchema } from "@/crm/calls/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(z.object({ id: callIdSchema }), async ({ input, access, user, ctx }) => {
    const { switchboard } = ctx.state;
    const own = await switchboard.holds(user, input.id);
    if (!own && !access.permissions.has("agents.control")) return { ok: false, code: "calls.error.no-call" };
    const by = own ? user as AgentId : "supervisor";
    return await switchboard.call(input.id, { do: "hangUp", by }, `user/${user}`);
  }, { needs: ["console.use", "agents.control"] }),
});
