/** Notes of a call. */
import { setNotes, setNotesSchema } from "@/crm/calls/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { editCall } from "@/routes/(_door)/call_edit.ts";
import { define } from "@/routes/(_door)/state.ts";
import { ANY_CALLS } from "@/components/shell/nav.ts";

export const handlers = define.handlers({
  POST: takesJson(setNotesSchema, (asked) =>
    editCall(
      asked,
      (by) => ({ do: "setNotes", notes: asked.input.notes, by }),
      () => setNotes(asked.ctx.state.store, asked.access, asked.input),
    ), { needs: ANY_CALLS }),
});
