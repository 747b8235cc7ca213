/** Deletes records by id or by list; the answer carries the way back. */
import { z } from "zod";
import { deleteRecords, selectionSchema } from "@/crm/record/mod.ts";
import { bulkDoneSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { kindParams } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/{kind}/delete",
  id: "deleteRecords",
  tag: "records",
  needs: ["leads.delete", "contacts.delete", "companies.delete"],
  params: kindParams,
  body: z.object({ select: selectionSchema }),
  response: bulkDoneSchema,
  work: ({ input, access, ctx }) => deleteRecords(ctx.state.store, access, input),
}));
