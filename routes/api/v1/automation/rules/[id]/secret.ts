/** A new secret address of a rule that waits for requests. */
import { z } from "zod";
import { rotateRuleSecret } from "@/crm/automation/mod.ts";
import { automationRuleSchema, statuses } from "@/routes/(_door)/api_schemas/automation.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/automation/rules/{id}/secret",
    id: "rotateAutomationRuleSecret",
    tag: "automation",
    needs: ["automation.manage"],
    params: z.object({ id: z.uuid() }),
    response: automationRuleSchema,
    statuses,
    work: ({ input, access, ctx }) => rotateRuleSecret(ctx.state.store, access, input),
  }),
);
