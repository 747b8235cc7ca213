/** A list of records, and a new one. */
import { createRecord, createSchema, linkedNames, listRecords } from "@/crm/record/mod.ts";
import { namedRecordSchema, recordPageSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyEdit, anyView, kindParams, listQuery, withNames } from "@/routes/(_door)/records.ts";

const shared = { path: "/api/v1/{kind}", tag: "records", params: kindParams } as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "GET",
    id: "listRecords",
    needs: anyView,
    query: listQuery,
    response: recordPageSchema,
    work: async ({ input, access, ctx }) => {
      const { store } = ctx.state;
      const page = await listRecords(store, access, input);
      return { ok: true, value: { ...page, names: await linkedNames(store, access, page.rows) } };
    },
  }),
  defineOperation({
    ...shared,
    method: "POST",
    id: "createRecord",
    needs: anyEdit,
    body: createSchema,
    response: namedRecordSchema,
    example: {
      body: {
        values: {
          name: "Anna Petrova",
          phones: ["+7 916 123-45-67"],
          emails: [{ value: "anna@shop.example", label: "work" }],
          budget: { minor: 15000000, currency: "RUB" },
          tags: ["site"],
        },
      },
    },
    work: async ({ input, access, ctx }) => {
      const made = await createRecord(ctx.state.store, access, input);
      return made.ok ? { ok: true, value: await withNames(ctx.state.store, access, made.value) } : made;
    },
  }),
);
