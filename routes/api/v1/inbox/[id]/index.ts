/** One request with everything that came in and whom it may be from. */
import { z } from "zod";
import { getRequest } from "@/crm/intake/mod.ts";
import { takesQuery } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(z.object({ id: z.uuid() }), async ({ input, access, ctx }) => {
    const value = await getRequest(ctx.state.store, access, input);
    return value ? { ok: true, value } : { ok: false, code: "intake.error.no-request" };
  }, { needs: ["inbox.handle"] }),
});
