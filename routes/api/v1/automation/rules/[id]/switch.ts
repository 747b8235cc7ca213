/** Switches a rule on or off. */
import { z } from "zod";
import { switchRule } from "@/crm/automation/mod.ts";
import { automationRuleSchema, statuses } from "@/routes/(_door)/api_schemas/automation.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/automation/rules/{id}/switch",
    id: "switchAutomationRule",
    tag: "automation",
    needs: ["automation.manage"],
    params: z.object({ id: z.uuid() }),
    body: z.object({ enabled: z.boolean() }),
    response: automationRuleSchema,
    statuses,
    work: ({ input, access, ctx }) => switchRule(ctx.state.store, access, input),
  }),
);
