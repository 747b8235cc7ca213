/** Takes a merge back. */
import { z } from "zod";
import { undoMerge } from "@/crm/duplicates/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    z.object({ id: z.uuid() }),
    ({ input, access, ctx }) => undoMerge(ctx.state.store, access, input),
    { needs: ["records.merge"] },
  ),
});
