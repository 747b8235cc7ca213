/** How many requests and calls wait; for the sign beside the page's name. */
import { countInbox } from "@/crm/intake/mod.ts";
import { countSchema } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/inbox/count",
  id: "countRequests",
  tag: "intake",
  needs: ["inbox.handle"],
  response: countSchema,
  work: async ({ access, ctx }) => ({ ok: true, value: await countInbox(ctx.state.store, access) }),
}));
