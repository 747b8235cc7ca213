/** Ready for calls. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(z.object({}), ({ user, ctx }) => ctx.state.switchboard.agent(user, { do: "ready" }, `user/${user}`), {
    needs: ["console.use"],
  }),
});
