/** A supervisor pauses an agent. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { requireReach } from "@/routes/(_door)/reach.ts";
import { define } from "@/routes/(_door)/state.ts";
import { knownReason } from "@/routes/(_door)/reasons.ts";

export const handlers = define.handlers({
  POST: takesJson(
    z.object({ id: z.uuid(), reason: z.string().min(1).max(40) }),
    async ({ input, access, user, ctx }) => {
      const refused = await requireReach(ctx.state.store, access, input.id);
      if (refused) return refused;
      if (!await knownReason(ctx.state.store, access, input.reason)) return { ok: false, code: "desk.error.no-reason" };
      return await ctx.state.switchboard.agent(input.id, { do: "pause", reason: input.reason }, `user/${user}`);
    },
    { needs: ["agents.control"] },
  ),
});
