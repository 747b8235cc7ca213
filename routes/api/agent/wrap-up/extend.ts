/** More time for the wrap-up. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    z.object({ byMs: z.number().int().min(1_000).max(600_000) }),
    ({ input, user, ctx }) =>
      ctx.state.switchboard.agent(user, { do: "extendWrapUp", byMs: input.byMs }, `user/${user}`),
    { needs: ["console.use"] },
  ),
});
