/** One record: as the person sees it, changed, deleted. */
import { z } from "zod";
import { deleteRecords, getRecord, updateRecord, updateSchema } from "@/crm/record/mod.ts";
import { takesJson, takesQuery } from "@/routes/(_door)/api.ts";
import { anyEdit, anyView, kindParam, withNames } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

const place = z.object({ kind: kindParam, id: z.uuid() });

export const handlers = define.handlers({
  GET: takesQuery(place, async ({ input, access, ctx }) => {
    const { store } = ctx.state;
    const record = await getRecord(store, access, input);
    return record
      ? { ok: true, value: await withNames(store, access, record) }
      : { ok: false, code: "records.error.no-record" };
  }, { needs: anyView }),
  PATCH: takesJson(updateSchema.extend({ kind: kindParam }), async ({ input, access, ctx }) => {
    const { store } = ctx.state;
    const changed = await updateRecord(store, access, input);
    return changed.ok ? { ok: true, value: await withNames(store, access, changed.value) } : changed;
  }, { needs: anyEdit }),
  DELETE: takesJson(
    place,
    ({ input, access, ctx }) =>
      deleteRecords(ctx.state.store, access, { kind: input.kind, select: { ids: [input.id] } }),
    { needs: ["leads.delete", "contacts.delete", "companies.delete"] },
  ),
});
