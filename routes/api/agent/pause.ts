/** Pause with a reason from the catalogue. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { knownReason } from "@/routes/(_door)/reasons.ts";

export const handlers = define.handlers({
  POST: takesJson(z.object({ reason: z.string().min(1).max(40) }), async ({ input, user, access, ctx }) => {
    if (!await knownReason(ctx.state.store, access, input.reason)) return { ok: false, code: "desk.error.no-reason" };
    return await ctx.state.switchboard.agent(user, { do: "pause", reason: input.reason }, `user/${user}`);
  }, { needs: ["console.use"] }),
});
