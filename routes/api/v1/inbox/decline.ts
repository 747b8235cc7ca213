/** Declines requests with a reason, or lays them aside as spam. */
import { z } from "zod";
import { declineRequest, handleMany } from "@/crm/intake/mod.ts";
import { handledManySchema } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/inbox/decline",
  id: "declineRequests",
  tag: "intake",
  needs: ["inbox.handle"],
  body: z.object({
    ids: z.array(z.uuid()).min(1).max(100),
    reason: z.string().trim().max(300).default(""),
    spam: z.boolean().default(false),
  }),
  response: handledManySchema,
  work: async ({ input, access, ctx }) => ({
    ok: true,
    value: await handleMany(input.ids, (id) => declineRequest(ctx.state.store, access, { ...input, id })),
  }),
}));
