/** Gives leads that are there to whom the rules say; the answer carries the way back. */
import { z } from "zod";
import { assignExisting } from "@/crm/assignment/mod.ts";
import { selectionSchema } from "@/crm/record/mod.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/assignment/run",
  id: "assignLeads",
  tag: "sources",
  needs: ["leads.edit.team", "leads.edit.all"],
  body: z.object({ select: selectionSchema }),
  response: z.object({ changed: z.int(), undo: z.uuid().nullable() }),
  work: ({ input, access, ctx }) => assignExisting(ctx.state.store, access, input),
}));
