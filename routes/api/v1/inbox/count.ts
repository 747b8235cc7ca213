/** How many requests and calls wait; for the sign beside the page's name. */
import { z } from "zod";
import { countInbox } from "@/crm/intake/mod.ts";
import { takesQuery } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(
    z.object({}),
    async ({ access, ctx }) => ({ ok: true, value: await countInbox(ctx.state.store, access) }),
    { needs: ["inbox.handle"] },
  ),
});
