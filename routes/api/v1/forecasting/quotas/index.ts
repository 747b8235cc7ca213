/** Quotas of people and teams. */
import { z } from "zod";
import { listQuotas, setQuota } from "@/ml/revenue/mod.ts";
import { quotaSchema, quotasQuery, setQuotaSchema } from "@/routes/(_door)/api_schemas/revenue.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

const path = "/api/v1/forecasting/quotas";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path,
    id: "listQuotas",
    tag: "revenue",
    needs: ["analytics.view"],
    query: quotasQuery,
    response: z.object({ rows: z.array(quotaSchema) }),
    work: async ({ input, access, ctx }) => ({
      ok: true,
      value: { rows: await listQuotas(ctx.state.store, access, input) },
    }),
  }),
  defineOperation({
    method: "PUT",
    path,
    id: "setQuota",
    tag: "revenue",
    needs: ["quotas.manage"],
    body: setQuotaSchema,
    response: quotaSchema.nullable(),
    work: ({ input, access, ctx }) => setQuota(ctx.state.store, access, input),
  }),
);
