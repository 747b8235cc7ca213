/** Goes on the line: phone and queues; answers with the browser phone's credentials. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    z.object({ phone: z.enum(["browser", "desk"]), queues: z.array(z.uuid()).max(200) }),
    ({ input, user, ctx }) => ctx.state.switchboard.logIn(user, input),
    { needs: ["console.use"] },
  ),
});
