/** How many records a list has; beyond `most` people read "more than". */
import { countRecords, MOST_COUNTED } from "@/crm/record/mod.ts";
import { recordCountSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyView, kindParams, listQuery } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/{kind}/count",
  id: "countRecords",
  tag: "records",
  needs: anyView,
  params: kindParams,
  query: listQuery,
  response: recordCountSchema,
  work: async ({ input, access, ctx }) => {
    const count = await countRecords(ctx.state.store, access, input);
    return { ok: true, value: { count: Math.min(count, MOST_COUNTED), more: count > MOST_COUNTED } };
  },
}));
