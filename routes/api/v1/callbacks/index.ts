/** Calls to be returned. */
import { z } from "zod";
import { listCallbacks } from "@/crm/intake/mod.ts";
import { takesQuery } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(
    z.object({}),
    async ({ access, ctx }) => ({ ok: true, value: await listCallbacks(ctx.state.store, access) }),
    { needs: ["inbox.handle"] },
  ),
});
