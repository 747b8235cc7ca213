/** A new rule of assignment. */
import { z } from "zod";
import { createRule, ruleSchema } from "@/crm/assignment/mod.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/assignment/rules",
  id: "createAssignmentRule",
  tag: "sources",
  needs: ["sources.manage"],
  body: ruleSchema,
  response: z.uuid(),
  work: ({ input, access, ctx }) => createRule(ctx.state.store, access, input),
}));
