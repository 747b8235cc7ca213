/** Takes a marked day away. */
import { z } from "zod";
import { removeMarkedDay } from "@/ml/datasets/mod.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "DELETE",
  path: "/api/v1/forecasting/days/{id}",
  id: "removeMarkedDay",
  tag: "forecasting",
  needs: ["models.manage"],
  params: z.object({ id: z.uuid() }),
  response: nothing,
  statuses: { "datasets.error.no-day": 404 },
  work: ({ input, access, ctx }) => removeMarkedDay(ctx.state.store, access, input),
}));
