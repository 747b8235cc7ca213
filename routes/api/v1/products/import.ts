/** A price list: products made or brought up to date by their names. */
import { z } from "zod";
import { importProducts, type ProductsImported } from "@/crm/import/mod.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

const importedSchema = z.object({
  created: z.int(),
  updated: z.int(),
  same: z.int().meta({ description: "api.field.products-same" }),
  failed: z.array(z.object({ row: z.int(), value: z.string(), code: z.string() })),
}) satisfies z.ZodType<ProductsImported>;

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/products/import",
  id: "importProducts",
  tag: "pipelines",
  needs: ["pipelines.manage"],
  query: z.object({ name: z.string().min(1).max(300), currency: z.string().regex(/^[A-Z]{3}$/).default("RUB") }),
  upload: ["application/octet-stream", "text/csv"],
  response: importedSchema,
  work: async ({ input, access, ctx }) => {
    const bytes = new Uint8Array(await ctx.req.arrayBuffer());
    return await importProducts(ctx.state.store, access, { ...input, bytes });
  },
}));
