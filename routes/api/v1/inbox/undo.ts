/** Takes decisions about requests back. */
import { z } from "zod";
import { handleMany, undoRequest } from "@/crm/intake/mod.ts";
import { handledManySchema } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/inbox/undo",
  id: "undoRequests",
  tag: "intake",
  needs: ["inbox.handle"],
  body: z.object({ ids: z.array(z.uuid()).min(1).max(100) }),
  response: handledManySchema,
  work: async ({ input, access, ctx }) => ({
    ok: true,
    value: await handleMany(input.ids, (id) => undoRequest(ctx.state.store, access, { id })),
  }),
}));
