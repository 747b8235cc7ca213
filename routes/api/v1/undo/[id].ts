/** Takes one's own bulk change, deletion or restoring back. */
import { z } from "zod";
import { undo } from "@/crm/record/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { anyEdit } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    z.object({ id: z.uuid() }),
    ({ input, access, ctx }) => undo(ctx.state.store, access, input),
    { needs: anyEdit },
  ),
});
