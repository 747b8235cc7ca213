/** Models of forecasting. */
import { z } from "zod";
import { createModel, createModelSchema, listModels } from "@/ml/registry/mod.ts";
import { missing, modelRowSchema, READERS, WRITERS } from "@/routes/(_door)/api_schemas/models.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/forecasting/models",
    id: "listModels",
    tag: "forecasting",
    needs: READERS,
    response: z.object({ rows: z.array(modelRowSchema) }),
    work: async ({ access, ctx }) => ({ ok: true, value: { rows: await listModels(ctx.state.store, access) } }),
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/forecasting/models",
    id: "createModel",
    tag: "forecasting",
    needs: WRITERS,
    body: createModelSchema,
    response: modelRowSchema,
    statuses: missing,
    example: {
      body: {
        kind: "volume",
        name: "Support",
        dataset: { from: "calls", queue: "00000000-0000-7000-8000-000000000000", step: 30 },
        schedule: "daily",
      },
    },
    work: ({ input, access, ctx }) => createModel(ctx.state.store, access, input),
  }),
);
