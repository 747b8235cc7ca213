/** One rule: read, changed, put away. */
import { z } from "zod";
import { archiveRule, getRule, updateRule, updateRuleSchema } from "@/crm/automation/mod.ts";
import { automationRuleSchema, statuses } from "@/routes/(_door)/api_schemas/automation.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

const shared = {
  path: "/api/v1/automation/rules/{id}",
  tag: "automation",
  needs: ["automation.manage"],
  params: z.object({ id: z.uuid() }),
  response: automationRuleSchema,
  statuses,
} as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "GET",
    id: "getAutomationRule",
    work: async ({ input, access, ctx }) => {
      const value = await getRule(ctx.state.store, access, input);
      return value ? { ok: true, value } : { ok: false, code: "automation.error.no-rule" };
    },
  }),
  defineOperation({
    ...shared,
    method: "PUT",
    id: "updateAutomationRule",
    body: updateRuleSchema.omit({ id: true }),
    work: ({ input, access, ctx }) => updateRule(ctx.state.store, access, input),
  }),
  defineOperation({
    ...shared,
    method: "DELETE",
    id: "archiveAutomationRule",
    work: ({ input, access, ctx }) => archiveRule(ctx.state.store, access, input),
  }),
);
