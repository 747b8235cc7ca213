/** A note on a record. */
import { z } from "zod";
import { addNote, addNoteSchema } from "@/crm/timeline/mod.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyEdit, noRecord, recordParams } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/{kind}/{id}/notes",
  id: "addNote",
  tag: "cards",
  needs: anyEdit,
  params: recordParams,
  body: addNoteSchema.omit({ id: true }),
  response: z.object({ id: z.uuid() }),
  statuses: noRecord,
  example: { body: { body: "Asked to call back after six" } },
  work: ({ input, access, ctx }) => addNote(ctx.state.store, access, input),
}));
