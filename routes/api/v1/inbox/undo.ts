/** Takes decisions about requests back. */
import { z } from "zod";
import { handleMany, undoRequest } from "@/crm/intake/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

const schema = z.object({ ids: z.array(z.uuid()).min(1).max(100) });

export const handlers = define.handlers({
  POST: takesJson(schema, async ({ input, access, ctx }) => ({
    ok: true,
    value: await handleMany(input.ids, (id) => undoRequest(ctx.state.store, access, { id })),
  }), { needs: ["inbox.handle"] }),
});
