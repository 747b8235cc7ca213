/** Takes one's own bulk change, deletion or restoring back. */
import { z } from "zod";
import { undo } from "@/crm/record/mod.ts";
import { bulkDoneSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyEdit } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/undo/{id}",
  id: "undoChange",
  tag: "records",
  needs: anyEdit,
  params: z.object({ id: z.uuid().meta({ description: "api.field.undo-id" }) }),
  response: bulkDoneSchema,
  statuses: { "records.error.no-undo": 404 },
  work: ({ input, access, ctx }) => undo(ctx.state.store, access, input),
}));
