/** Has failed requests looked at once more. */
import { z } from "zod";
import { retry } from "@/crm/intake/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

const schema = z.object({ ids: z.array(z.uuid()).min(1).max(100) });

export const handlers = define.handlers({
  POST: takesJson(
    schema,
    async ({ input, access, ctx }) => ({
      ok: true,
      value: { retried: await retry(ctx.state.store, access, input.ids) },
    }),
    { needs: ["inbox.handle"] },
  ),
});
