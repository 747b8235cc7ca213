/** What the rules would do with the last leads; nothing is written. */
import { z } from "zod";
import { tryOnLast } from "@/crm/assignment/mod.ts";
import { trialSchema } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/assignment/try",
  id: "tryAssignment",
  tag: "sources",
  needs: ["sources.manage"],
  query: z.object({ count: z.coerce.number().int().min(1).max(100).default(50) }),
  response: z.array(trialSchema),
  work: async ({ input, access, ctx }) => ({ ok: true, value: await tryOnLast(ctx.state.store, access, input) }),
}));
