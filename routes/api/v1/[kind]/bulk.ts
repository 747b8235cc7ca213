/** Changes many records at once; the answer carries the way back. */
import { bulkSchema, bulkUpdate } from "@/crm/record/mod.ts";
import { bulkDoneSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyEdit, kindParams } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/{kind}/bulk",
  id: "updateRecords",
  tag: "records",
  needs: anyEdit,
  params: kindParams,
  body: bulkSchema,
  response: bulkDoneSchema,
  example: {
    body: {
      select: { query: { filter: [{ field: "status", op: "is", value: "new" }] } },
      values: { status: "working" },
      addTags: ["spring"],
    },
  },
  work: ({ input, access, ctx }) => bulkUpdate(ctx.state.store, access, input),
}));
