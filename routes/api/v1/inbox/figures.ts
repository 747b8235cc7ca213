/** How soon leads of each source are answered, of those in the person's reach. */
import { z } from "zod";
import { sourceFigures } from "@/crm/intake/mod.ts";
import { takesQuery } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(
    z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }),
    async ({ input, access, ctx }) => ({ ok: true, value: await sourceFigures(ctx.state.store, access, input) }),
    { needs: ["inbox.handle", "sources.manage"] },
  ),
});
