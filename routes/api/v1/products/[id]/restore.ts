/** Brings a product back. */
import { z } from "zod";
import { restoreProduct } from "@/crm/pipeline/mod.ts";
import { gone } from "@/routes/(_door)/api_schemas/pipelines.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/products/{id}/restore",
    id: "restoreProduct",
    tag: "pipelines",
    needs: ["pipelines.manage"],
    params: z.object({ id: z.uuid() }),
    response: nothing,
    statuses: gone,
    work: ({ input, access, ctx }) => restoreProduct(ctx.state.store, access, input),
  }),
);
