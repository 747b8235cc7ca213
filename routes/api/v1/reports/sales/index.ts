/** The sales report as data. */
import { anyReach } from "@/store/access.ts";
import { salesQuery, salesReportSchema } from "@/routes/(_door)/api_schemas/reports.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { namedReport } from "@/routes/(_door)/sales_report.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/reports/sales",
  id: "salesReport",
  tag: "reports",
  needs: anyReach("deals", "view"),
  query: salesQuery,
  response: salesReportSchema,
  work: ({ input, access, ctx }) => namedReport(ctx.state, access, input),
}));
