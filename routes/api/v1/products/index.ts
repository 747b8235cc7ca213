/** Products that deals are made of. */
import { z } from "zod";
import { listProducts, PIPELINE_READERS } from "@/crm/pipeline/mod.ts";
import { archivedToo, productSchema } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
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
}));
