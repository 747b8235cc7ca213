/** Records by id, for lists that heard of changes: those of them that are in reach. */
import { z } from "zod";
import { getRecords, linkedNames } from "@/crm/record/mod.ts";
import { namesSchema, recordSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyView, kindParams } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/{kind}/by-ids",
  id: "getRecords",
  tag: "records",
  needs: anyView,
  params: kindParams,
  body: z.object({ ids: z.array(z.uuid()).min(1).max(200) }),
  response: z.object({ rows: z.array(recordSchema), names: namesSchema }),
  work: async ({ input, access, ctx }) => {
    const rows = await getRecords(ctx.state.store, access, input);
    return { ok: true, value: { rows, names: await linkedNames(ctx.state.store, access, rows) } };
  },
}));
