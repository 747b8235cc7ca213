/** Days that people mark for forecasts: closures, campaigns, mailings… */
import { z } from "zod";
import { addMarkedDay, listMarkedDays, markedDaySchema } from "@/ml/datasets/mod.ts";
import { markedDayShape } from "@/routes/(_door)/api_schemas/datasets.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/forecasting/days",
    id: "listMarkedDays",
    tag: "forecasting",
    needs: ["analytics.view"],
    query: z.object({ from: z.iso.date().default("1970-01-01"), queue: z.uuid().optional() }),
    response: z.object({ rows: z.array(markedDayShape) }),
    work: async ({ input, access, ctx }) => ({
      ok: true,
      value: { rows: await listMarkedDays(ctx.state.store, access, input) },
    }),
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/forecasting/days",
    id: "addMarkedDay",
    tag: "forecasting",
    needs: ["models.manage"],
    body: markedDaySchema,
    response: z.uuid(),
    example: { body: { queue: null, kind: "campaign", first: "2026-12-14", last: "2026-12-20", name: "Winter sale" } },
    work: ({ input, access, ctx }) => addMarkedDay(ctx.state.store, access, input),
  }),
);
