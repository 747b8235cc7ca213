/** Takes a file of data away, when no model learns from it. */
import { z } from "zod";
import { removeUpload } from "@/ml/datasets/mod.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "DELETE",
  path: "/api/v1/forecasting/uploads/{id}",
  id: "removeDatasetUpload",
  tag: "forecasting",
  needs: ["models.manage"],
  params: z.object({ id: z.uuid() }),
  response: nothing,
  statuses: { "datasets.error.no-upload": 404 },
  work: ({ input, access, ctx }) => removeUpload(ctx.state.store, access, input),
}));
