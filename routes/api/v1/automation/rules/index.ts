/** Rules of automation: those there are, and a new one. */
import { z } from "zod";
import { createRule, createRuleSchema, listRules } from "@/crm/automation/mod.ts";
import { automationRuleSchema } from "@/routes/(_door)/api_schemas/automation.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

const shared = { path: "/api/v1/automation/rules", tag: "automation", needs: ["automation.manage"] } as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "GET",
    id: "listAutomationRules",
    response: z.object({ rows: z.array(automationRuleSchema) }),
    work: async ({ access, ctx }) => ({ ok: true, value: { rows: await listRules(ctx.state.store, access) } }),
  }),
  defineOperation({
    ...shared,
    method: "POST",
    id: "createAutomationRule",
    body: createRuleSchema,
    response: automationRuleSchema,
    example: {
      body: {
        enabled: true,
        rule: {
          name: "Call new leads",
          when: { type: "lead.created" },
          if: { match: "all", groups: [] },
          then: [{ type: "task.create", name: "Call {{record.name}}", task: "call", due: { n: 15, unit: "minutes" } }],
        },
      },
    },
    work: ({ input, access, ctx }) => createRule(ctx.state.store, access, input),
  }),
);
