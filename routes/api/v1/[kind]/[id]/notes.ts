/** A note on a record. */
import { addNote, addNoteSchema } from "@/crm/timeline/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { anyEdit, kindParam } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    addNoteSchema.extend({ kind: kindParam }),
    ({ input, access, ctx }) => addNote(ctx.state.store, access, input),
    { needs: anyEdit },
  ),
});
