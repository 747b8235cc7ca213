/** What the columns of a kind's scores are called, and what their values mean. */
import { z } from "zod";
import { describeColumns, seesColumn } from "@/ml/scores/describe.ts";
import { READERS } from "@/routes/(_door)/api_schemas/models.ts";
import { columnWordsSchema } from "@/routes/(_door)/api_schemas/scores.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/forecasting/scores/columns",
    id: "scoreColumns",
    tag: "forecasting",
    needs: READERS,
    query: z.object({ kind: z.enum(["lead", "deal"]) }),
    response: columnWordsSchema,
    work: async ({ input, access, ctx }) => {
      const { titles, values } = await describeColumns(ctx.state.store, input.kind);
      const seen = <T>(words: Record<string, T>) =>
        Object.fromEntries(Object.entries(words).filter(([column]) => seesColumn(access, input.kind, column)));
      return { ok: true, value: { titles: seen(titles), values: seen(values) } };
    },
  }),
);
