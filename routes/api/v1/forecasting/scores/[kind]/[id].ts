/** The score of one lead or deal with its reasons. */
import { z } from "zod";
import { recordScore } from "@/ml/scores/explain.ts";
import { recordScoreSchema } from "@/routes/(_door)/api_schemas/scores.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/forecasting/scores/{kind}/{id}",
    id: "recordScore",
    tag: "forecasting",
    needs: [
      "leads.view.own",
      "leads.view.team",
      "leads.view.all",
      "deals.view.own",
      "deals.view.team",
      "deals.view.all",
    ],
    params: z.object({ kind: z.enum(["lead", "deal"]), id: z.uuid() }),
    response: recordScoreSchema,
    statuses: { "scores.error.none": 404 },
    work: async ({ input, access, ctx }) => {
      const value = await recordScore(ctx.state.store, access, input);
      return value ? { ok: true, value } : { ok: false, code: "scores.error.none" };
    },
  }),
);
