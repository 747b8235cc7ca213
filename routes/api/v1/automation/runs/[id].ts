/** One run, with what it saw and did. */
import { z } from "zod";
import { getRun } from "@/crm/automation/mod.ts";
import { automationRunDetailSchema, statuses } from "@/routes/(_door)/api_schemas/automation.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/automation/runs/{id}",
    id: "getAutomationRun",
    tag: "automation",
    needs: ["automation.manage"],
    params: z.object({ id: z.uuid() }),
    response: automationRunDetailSchema,
    statuses,
    work: async ({ input, access, ctx }) => {
      const value = await getRun(ctx.state.store, access, input);
      return value ? { ok: true, value } : { ok: false, code: "automation.error.no-run" };
    },
  }),
);
