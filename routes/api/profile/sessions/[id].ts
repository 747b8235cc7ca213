/** Ends one of one's own sessions. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { revokeOwnSession } from "@/crm/people/mod.ts";

export const handlers = define.handlers({
  DELETE: takesJson(
    z.object({ id: z.uuid() }),
    ({ input, access, ctx }) => revokeOwnSession(ctx.state.store, access, input),
  ),
});
