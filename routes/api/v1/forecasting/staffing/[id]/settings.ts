/** How a queue is staffed; in the address stands its model. */
import { keepSettings, settingsOf } from "@/ml/staffing/keep.ts";
import { lineOf } from "@/ml/staffing/lines.ts";
import { keptShape, settingsBody, settingsParams } from "@/routes/(_door)/api_schemas/staffing.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { NO_MODEL, withLine } from "@/routes/(_door)/staffing.ts";

const common = { path: "/api/v1/forecasting/staffing/{id}/settings", tag: "staffing", statuses: NO_MODEL };

export const handlers = serve(
  defineOperation({
    ...common,
    method: "GET",
    id: "getStaffingSettings",
    needs: ["analytics.view"],
    params: settingsParams,
    response: keptShape,
    work: ({ input, access, ctx }) =>
      withLine(ctx, { access, model: input.id }, (line) => settingsOf(ctx.state.store, access, line)),
  }),
  defineOperation({
    ...common,
    method: "PUT",
    id: "putStaffingSettings",
    needs: ["models.manage"],
    params: settingsParams,
    body: settingsBody,
    response: keptShape,
    work: async ({ input: { id, ...given }, access, ctx }) => {
      const line = await lineOf(ctx.state.store, access, id);
      if (!line) return { ok: false, code: "staffing.error.no-model" };
      return await keepSettings(ctx.state.store, access, { line, ...given });
    },
  }),
);
