/** What can be staffed. */
import { z } from "zod";
import { listLines } from "@/ml/staffing/lines.ts";
import { lineShape } from "@/routes/(_door)/api_schemas/staffing.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/staffing",
  id: "listStaffingLines",
  tag: "staffing",
  needs: ["analytics.view"],
  response: z.object({ rows: z.array(lineShape) }),
  work: async ({ access, ctx }) => ({ ok: true, value: { rows: await listLines(ctx.state.store, access) } }),
}));
