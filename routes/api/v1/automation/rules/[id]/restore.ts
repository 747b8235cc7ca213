/** Brings a rule back that was put away. */
import { z } from "zod";
import { restoreRule } from "@/crm/automation/mod.ts";
import { automationRuleSchema, statuses } from "@/routes/(_door)/api_schemas/automation.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/automation/rules/{id}/restore",
    id: "restoreAutomationRule",
    tag: "automation",
    needs: ["automation.manage"],
    params: z.object({ id: z.uuid() }),
    response: automationRuleSchema,
    statuses,
    work: ({ input, access, ctx }) => restoreRule(ctx.state.store, access, input),
  }),
);
