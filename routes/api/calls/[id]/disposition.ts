/** How a call ended, in the words of the catalogue. */
import { setDisposition, setDispositionSchema } from "@/crm/calls/mod.ts";
import { listDispositions } from "@/crm/queues/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { editCall } from "@/routes/(_door)/call_edit.ts";
import { define } from "@/routes/(_door)/state.ts";
import { ANY_CALLS } from "@/components/shell/nav.ts";

export const handlers = define.handlers({
  POST: takesJson(setDispositionSchema.required(), async (asked) => {
    const { input, access, ctx } = asked;
    const { disposition } = input;
    const known = disposition === null ||
      (await listDispositions(ctx.state.store, access)).some((one) => one.code === disposition);
    if (!known) return { ok: false, code: "calls.error.no-disposition" };
    const inRecords = () => setDisposition(ctx.state.store, access, input);
    if (disposition === null) return await inRecords();
    return await editCall(asked, (by) => ({ do: "setDisposition", disposition, by }), inRecords);
  }, { needs: ANY_CALLS }),
});
