/** A list of records, and a new one. */
import { createRecord, createSchema, linkedNames, listRecords } from "@/crm/record/mod.ts";
import { takesJson, takesQuery } from "@/routes/(_door)/api.ts";
import { anyEdit, anyView, kindParam, listQuery, withNames } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(listQuery.extend({ kind: kindParam }), async ({ input, access, ctx }) => {
    const { store } = ctx.state;
    const page = await listRecords(store, access, input);
    return { ok: true, value: { ...page, names: await linkedNames(store, access, page.rows) } };
  }, { needs: anyView }),
  POST: takesJson(createSchema.extend({ kind: kindParam }), async ({ input, access, ctx }) => {
    const made = await createRecord(ctx.state.store, access, input);
    return made.ok ? { ok: true, value: await withNames(ctx.state.store, access, made.value) } : made;
  }, { needs: anyEdit }),
});
