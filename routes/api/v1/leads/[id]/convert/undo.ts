/** Takes a conversion back. */
import { z } from "zod";
import { anyReach } from "@/store/access.ts";
import { undoConversion } from "@/crm/deals/mod.ts";
import { unconvertedSchema } from "@/routes/(_door)/api_schemas/deals.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { noRecord } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/leads/{id}/convert/undo",
  id: "undoConversion",
  tag: "deals",
  needs: anyReach("leads", "edit"),
  params: z.object({ id: z.uuid() }),
  response: unconvertedSchema,
  statuses: noRecord,
  work: ({ input, access, ctx }) => undoConversion(ctx.state.store, access, input),
}));
