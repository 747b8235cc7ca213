/** Makes leads of requests; those that somebody else was quicker with are told one by one. */
import { z } from "zod";
import { acceptRequest, handleMany } from "@/crm/intake/mod.ts";
import { handledManySchema } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/inbox/accept",
  id: "acceptRequests",
  tag: "intake",
  needs: ["inbox.handle"],
  body: z.object({ ids: z.array(z.uuid()).min(1).max(100), assign: z.enum(["rules", "me"]).default("rules") }),
  response: handledManySchema,
  work: async ({ input, access, ctx }) => ({
    ok: true,
    value: await handleMany(input.ids, (id) => acceptRequest(ctx.state.store, access, { id, assign: input.assign })),
  }),
}));
