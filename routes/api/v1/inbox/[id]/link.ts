/** Ties a request to a record that is there. */
import { z } from "zod";
import { linkRequest } from "@/crm/intake/mod.ts";
import { handledSchema, missing } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/inbox/{id}/link",
  id: "linkRequest",
  tag: "intake",
  needs: ["inbox.handle"],
  params: z.object({ id: z.uuid() }),
  body: z.object({ kind: z.enum(["lead", "contact", "company"]), record: z.uuid() }),
  response: handledSchema,
  statuses: missing,
  work: ({ input, access, ctx }) => linkRequest(ctx.state.store, access, input),
}));
