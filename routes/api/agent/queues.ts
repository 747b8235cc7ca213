/** Which of the own queues to serve. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { QueueId } from "@/actors/call/types.ts";

export const handlers = define.handlers({
  POST: takesJson(
    z.object({ queues: z.array(z.uuid()).max(200) }),
    ({ input, user, ctx }) =>
      ctx.state.switchboard.agent(user, { do: "chooseQueues", queues: input.queues as QueueId[] }, `user/${user}`),
    { needs: ["console.use"] },
  ),
});
