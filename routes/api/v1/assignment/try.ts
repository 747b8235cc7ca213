/** What the rules would do with the last leads; nothing is written. */
import { z } from "zod";
import { tryOnLast } from "@/crm/assignment/mod.ts";
import { takesQuery } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(
    z.object({ count: z.coerce.number().int().min(1).max(100).default(50) }),
    async ({ input, access, ctx }) => ({ ok: true, value: await tryOnLast(ctx.state.store, access, input) }),
    { needs: ["sources.manage"] },
  ),
});
