/** Changes, deletes or brings back a note of one's own. */
import { changeNote, changeNoteSchema } from "@/crm/timeline/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { anyEdit } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  PATCH: takesJson(
    changeNoteSchema,
    ({ input, access, ctx }) => changeNote(ctx.state.store, access, input),
    { needs: anyEdit },
  ),
});
