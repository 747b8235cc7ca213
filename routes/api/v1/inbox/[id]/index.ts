/** One request with everything that came in and whom it may be from. */
import { z } from "zod";
import { getRequest } from "@/crm/intake/mod.ts";
import { missing, requestDetailSchema } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/inbox/{id}",
  id: "getRequest",
  tag: "intake",
  needs: ["inbox.handle"],
  params: z.object({ id: z.uuid() }),
  response: requestDetailSchema,
  statuses: missing,
  work: async ({ input, access, ctx }) => {
    const value = await getRequest(ctx.state.store, access, input);
    return value ? { ok: true, value } : { ok: false, code: "intake.error.no-request" };
  },
}));
