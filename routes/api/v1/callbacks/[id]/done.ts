/** A call to be returned is settled. */
import { z } from "zod";
import { finishCallback } from "@/crm/intake/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    z.object({ id: z.uuid() }),
    ({ input, access, ctx }) => finishCallback(ctx.state.store, access, input),
    { needs: ["inbox.handle"] },
  ),
});
