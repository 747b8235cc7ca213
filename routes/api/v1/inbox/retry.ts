/** Has failed requests looked at once more. */
import { z } from "zod";
import { retry } from "@/crm/intake/mod.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/inbox/retry",
  id: "retryRequests",
  tag: "intake",
  needs: ["inbox.handle"],
  body: z.object({ ids: z.array(z.uuid()).min(1).max(100) }),
  response: z.object({ retried: z.int() }),
  work: async ({ input, access, ctx }) => ({
    ok: true,
    value: { retried: await retry(ctx.state.store, access, input.ids) },
  }),
}));
