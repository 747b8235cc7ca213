/** Gives leads that are there to whom the rules say; the answer carries the way back. */
import { z } from "zod";
import { assignExisting } from "@/crm/assignment/mod.ts";
import { selectionSchema } from "@/crm/record/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    z.object({ select: selectionSchema }),
    ({ input, access, ctx }) => assignExisting(ctx.state.store, access, input),
    { needs: ["leads.edit.team", "leads.edit.all"] },
  ),
});
