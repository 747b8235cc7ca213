/** Revokes a token: an own one, or with the right to it any. */
import { z } from "zod";
import { revokeToken } from "@/crm/tokens/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  DELETE: takesJson(
    z.object({ id: z.uuid() }),
    ({ input, access, ctx }) => revokeToken(ctx.state.store, access, input),
    { needs: ["api.use", "api.manage"] },
  ),
});
