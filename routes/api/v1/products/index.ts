/** Products that deals are made of. */
import { z } from "zod";
import { createProduct, createProductSchema, listProducts, PIPELINE_READERS } from "@/crm/pipeline/mod.ts";
import { archivedToo, gone, productSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/products",
    id: "listProducts",
    tag: "pipelines",
    needs: PIPELINE_READERS,
    query: archivedToo,
    response: z.object({ products: z.array(productSchema) }),
    work: async ({ input, access, ctx }) => ({
      ok: true,
      value: { products: await listProducts(ctx.state.store, access, input) },
    }),
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/products",
    id: "createProduct",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    body: createProductSchema,
    response: productSchema,
    statuses: gone,
    example: { body: { name: "Licence for a year", sku: "LIC-12", price: { minor: 1_200_000, currency: "RUB" } } },
    work: ({ input, access, ctx }) => createProduct(ctx.state.store, access, input),
  }),
);
