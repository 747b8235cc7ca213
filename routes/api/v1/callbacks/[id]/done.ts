/** A call to be returned is settled. */
import { z } from "zod";
import { finishCallback } from "@/crm/intake/mod.ts";
import { missing } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/callbacks/{id}/done",
  id: "finishCallback",
  tag: "intake",
  needs: ["inbox.handle"],
  params: z.object({ id: z.uuid() }),
  response: nothing,
  statuses: missing,
  work: ({ input, access, ctx }) => finishCallback(ctx.state.store, access, input),
}));
