/** Takes a merge back. */
import { z } from "zod";
import { undoMerge } from "@/crm/duplicates/mod.ts";
import { noMerge, unmergedSchema } from "@/routes/(_door)/api_schemas/duplicates.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/merges/{id}/undo",
  id: "undoMerge",
  tag: "duplicates",
  needs: ["records.merge"],
  params: z.object({ id: z.uuid().meta({ description: "api.field.merge-id" }) }),
  response: unmergedSchema,
  statuses: noMerge,
  work: ({ input, access, ctx }) => undoMerge(ctx.state.store, access, input),
}));
