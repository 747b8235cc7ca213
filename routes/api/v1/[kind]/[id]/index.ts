/** One record: as the person sees it, changed, deleted. */
import { deleteRecords, getRecord, updateRecord, updateSchema } from "@/crm/record/mod.ts";
import { bulkDoneSchema, namedRecordSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyEdit, anyView, noRecord, recordParams, withNames } from "@/routes/(_door)/records.ts";

const shared = { path: "/api/v1/{kind}/{id}", tag: "records", params: recordParams, statuses: noRecord } as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "GET",
    id: "getRecord",
    needs: anyView,
    response: namedRecordSchema,
    work: async ({ input, access, ctx }) => {
      const { store } = ctx.state;
      const record = await getRecord(store, access, input);
      return record
        ? { ok: true, value: await withNames(store, access, record) }
        : { ok: false, code: "records.error.no-record" };
    },
  }),
  defineOperation({
    ...shared,
    method: "PATCH",
    id: "updateRecord",
    needs: anyEdit,
    body: updateSchema.omit({ id: true }),
    response: namedRecordSchema,
    example: { body: { values: { city: "Perm", status: "working" }, was: { status: "new" } } },
    work: async ({ input, access, ctx }) => {
      const { store } = ctx.state;
      const changed = await updateRecord(store, access, input);
      return changed.ok ? { ok: true, value: await withNames(store, access, changed.value) } : changed;
    },
  }),
  defineOperation({
    ...shared,
    method: "DELETE",
    id: "deleteRecord",
    needs: ["leads.delete", "contacts.delete", "companies.delete"],
    response: bulkDoneSchema,
    work: async ({ input, access, ctx }) => {
      const { store } = ctx.state;
      const { kind, id } = input;
      const deleted = await deleteRecords(store, access, { kind, select: { ids: [id] } });
      if (!deleted.ok || deleted.value.changed > 0) return deleted;
      const record = await getRecord(store, access, { kind, id });
      return { ok: false, code: record?.archived === false ? "records.error.not-yours" : "records.error.no-record" };
    },
  }),
);
