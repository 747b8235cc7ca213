/** One product: changed, put away. */
import { z } from "zod";
import { archiveProduct, updateProduct, updateProductSchema } from "@/crm/pipeline/mod.ts";
import { gone, productSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "PATCH",
    path: "/api/v1/products/{id}",
    id: "updateProduct",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    body: updateProductSchema.omit({ id: true }),
    response: productSchema,
    statuses: gone,
    work: ({ input, access, ctx }) => updateProduct(ctx.state.store, access, input),
  }),
  defineOperation({
    method: "DELETE",
    path: "/api/v1/products/{id}",
    id: "archiveProduct",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    response: nothing,
    statuses: gone,
    work: ({ input, access, ctx }) => archiveProduct(ctx.state.store, access, input),
  }),
);
