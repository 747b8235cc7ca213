/** Requests from outside, newest first. */
import { inboxSchema, listRequests } from "@/crm/intake/mod.ts";
import { takesQuery } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(
    inboxSchema,
    async ({ input, access, ctx }) => ({ ok: true, value: await listRequests(ctx.state.store, access, input) }),
    { needs: ["inbox.handle"] },
  ),
});
