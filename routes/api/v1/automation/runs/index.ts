/** The log of automation. */
import { listRuns, listRunsSchema } from "@/crm/automation/mod.ts";
import { automationRunSchema } from "@/routes/(_door)/api_schemas/automation.ts";
import { defineOperation, pageOf, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/automation/runs",
    id: "listAutomationRuns",
    tag: "automation",
    needs: ["automation.manage"],
    query: listRunsSchema,
    response: pageOf(automationRunSchema),
    work: async ({ input, access, ctx }) => ({ ok: true, value: await listRuns(ctx.state.store, access, input) }),
  }),
);
