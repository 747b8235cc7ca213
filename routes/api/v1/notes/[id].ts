/** Changes, deletes or brings back a note of one's own. */
import { z } from "zod";
import { changeNote, changeNoteSchema } from "@/crm/timeline/mod.ts";
import { noNote } from "@/routes/(_door)/api_schemas/cards.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";
import { anyEdit } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "PATCH",
  path: "/api/v1/notes/{id}",
  id: "changeNote",
  tag: "cards",
  needs: anyEdit,
  params: z.object({ id: z.uuid() }),
  body: changeNoteSchema.omit({ id: true }),
  response: nothing,
  statuses: noNote,
  example: { body: { body: "Asked to call back after seven" } },
  work: ({ input, access, ctx }) => changeNote(ctx.state.store, access, input),
}));
