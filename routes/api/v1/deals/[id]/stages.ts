/** How a deal came through its stages. */
import { z } from "zod";
import { anyReach } from "@/store/access.ts";
import { stageLog } from "@/crm/deals/mod.ts";
import { stageLogSchema } from "@/routes/(_door)/api_schemas/deals.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { noRecord } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/deals/{id}/stages",
  id: "listStageSteps",
  tag: "deals",
  needs: anyReach("deals", "view"),
  params: z.object({ id: z.uuid() }),
  response: stageLogSchema,
  statuses: noRecord,
  work: async ({ input, access, ctx }) => {
    const steps = await stageLog(ctx.state.store, access, input);
    return steps ? { ok: true, value: { steps } } : { ok: false, code: "records.error.no-record" };
  },
}));
