/** Chooses the phone; a reloaded page gets its credentials here. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    z.object({ phone: z.enum(["browser", "desk"]) }),
    ({ input, user, ctx }) => ctx.state.switchboard.usePhone(user, input.phone),
    { needs: ["console.use"] },
  ),
});
