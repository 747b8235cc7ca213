/** Takes one change of a record back, by its line in the audit; for whoever may change the record. */
import { z } from "zod";
import { revertChange, revertSchema } from "@/crm/revert/mod.ts";
import { noChange, revertedSchema } from "@/routes/(_door)/api_schemas/cards.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyEdit } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/audit/{id}/revert",
  id: "revertChange",
  tag: "cards",
  needs: anyEdit,
  params: z.object({ id: z.uuid().meta({ description: "api.field.revert" }) }),
  body: revertSchema.omit({ id: true }),
  response: revertedSchema,
  statuses: noChange,
  work: ({ input, access, ctx }) => revertChange(ctx.state.store, access, input),
}));
