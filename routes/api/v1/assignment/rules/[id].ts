/** One rule of assignment: changed, taken away. */
import { z } from "zod";
import { deleteRule, ruleSchema, updateRule } from "@/crm/assignment/mod.ts";
import { missing } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

const shared = {
  path: "/api/v1/assignment/rules/{id}",
  tag: "sources",
  needs: ["sources.manage"],
  params: z.object({ id: z.uuid() }),
  statuses: missing,
  response: nothing,
} as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "PUT",
    id: "updateAssignmentRule",
    body: z.intersection(ruleSchema, z.object({ version: z.number().int().optional() })),
    work: ({ input, access, ctx }) => updateRule(ctx.state.store, access, input),
  }),
  defineOperation({
    ...shared,
    method: "DELETE",
    id: "deleteAssignmentRule",
    work: ({ input, access, ctx }) => deleteRule(ctx.state.store, access, input),
  }),
);
