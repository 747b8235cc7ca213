/** Files that models learn from: those there are, and a new one. */
import { z } from "zod";
import { listUploads, receiveUpload } from "@/ml/datasets/mod.ts";
import { uploadShape } from "@/routes/(_door)/api_schemas/datasets.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

const kind = z.enum(["volume", "records"]);

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/forecasting/uploads",
    id: "listDatasetUploads",
    tag: "forecasting",
    needs: ["models.manage"],
    query: z.object({ kind: kind.optional() }),
    response: z.object({ rows: z.array(uploadShape) }),
    work: async ({ input, access, ctx }) => ({
      ok: true,
      value: { rows: await listUploads(ctx.state.store, access, input) },
    }),
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/forecasting/uploads",
    id: "uploadDataset",
    tag: "forecasting",
    needs: ["models.manage"],
    query: z.object({ kind, name: z.string().trim().min(1).max(300) }),
    upload: ["text/csv", "application/octet-stream"],
    response: uploadShape,
    statuses: { "datasets.error.too-large": 413 },
    work: ({ input, access, ctx }) => {
      const body = ctx.req.body ?? new Blob([]).stream();
      return receiveUpload(ctx.state.store, access, { ...input, body });
    },
  }),
);
