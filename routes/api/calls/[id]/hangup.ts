/** Hangs up for a desk phone: the own call, or with the right to control agents one of the teams in reach. */
import { z } from "zod";
import type { AgentId } from "@/actors/call/types.ts";
import { callIdSchema, getCall } from "@/crm/calls/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(z.object({ id: callIdSchema }), async ({ input, access, user, ctx }) => {
    const { store, switchboard } = ctx.state;
    const own = await switchboard.holds(user, input.id);
    const mayControl = own || access.permissions.has("agents.control") && await getCall(store, access, input) !== null;
    if (!mayControl) return { ok: false, code: "calls.error.no-call" };
    const by = own ? user as AgentId : "supervisor";
    return await switchboard.call(input.id, { do: "hangUp", by }, `user/${user}`);
  }, { needs: ["console.use", "agents.control"] }),
});
