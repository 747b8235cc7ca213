/** One model. */
import { archiveModel, getModel, modelSchema, updateModel, updateModelSchema } from "@/ml/registry/mod.ts";
import { missing, modelRowSchema, READERS, WRITERS } from "@/routes/(_door)/api_schemas/models.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

const path = "/api/v1/forecasting/models/{id}";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path,
    id: "getModel",
    tag: "forecasting",
    needs: READERS,
    params: modelSchema,
    response: modelRowSchema,
    statuses: missing,
    work: ({ input, access, ctx }) => getModel(ctx.state.store, access, input),
  }),
  defineOperation({
    method: "PATCH",
    path,
    id: "updateModel",
    tag: "forecasting",
    needs: WRITERS,
    params: modelSchema,
    body: updateModelSchema.omit({ id: true }),
    response: modelRowSchema,
    statuses: missing,
    work: ({ input, access, ctx }) => updateModel(ctx.state.store, access, input),
  }),
  defineOperation({
    method: "DELETE",
    path,
    id: "archiveModel",
    tag: "forecasting",
    needs: WRITERS,
    params: modelSchema,
    response: nothing,
    statuses: missing,
    work: ({ input, access, ctx }) => archiveModel(ctx.state.store, access, input),
  }),
);
