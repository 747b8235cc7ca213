/** Names of sources for everybody; a new source. */
import { z } from "zod";
import { createSource, createSourceSchema, sourceNames } from "@/crm/intake/mod.ts";
import { takesJson, takesQuery } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(z.object({}), async ({ ctx }) => ({ ok: true, value: await sourceNames(ctx.state.store) })),
  POST: takesJson(createSourceSchema, ({ input, access, ctx }) => createSource(ctx.state.store, access, input), {
    needs: ["sources.manage"],
  }),
});
