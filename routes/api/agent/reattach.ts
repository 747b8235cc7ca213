/** A reloaded page asks for its call back. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    z.object({ call: z.string().min(1).max(128) }),
    ({ input, user, ctx }) => ctx.state.switchboard.reattach(user, input.call),
    { needs: ["console.use"] },
  ),
});
