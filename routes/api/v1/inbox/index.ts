/** Requests from outside, newest first. */
import { inboxSchema, listRequests } from "@/crm/intake/mod.ts";
import { requestLineSchema } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, pageOf, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/inbox",
  id: "listRequests",
  tag: "intake",
  needs: ["inbox.handle"],
  query: inboxSchema,
  response: pageOf(requestLineSchema),
  work: async ({ input, access, ctx }) => ({ ok: true, value: await listRequests(ctx.state.store, access, input) }),
}));
