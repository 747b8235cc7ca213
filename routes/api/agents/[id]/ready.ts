/** A supervisor ends an agent's pause. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { requireReach } from "@/routes/(_door)/reach.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(z.object({ id: z.uuid() }), async ({ input, access, user, ctx }) => {
    const refused = await requireReach(ctx.state.store, access, input.id);
    if (refused) return refused;
    return await ctx.state.switchboard.agent(input.id, { do: "ready" }, `user/${user}`);
  }, { needs: ["agents.control"] }),
});
