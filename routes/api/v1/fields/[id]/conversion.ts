/** What would become of the stored values if the field had another type; changes nothing. */
import { z } from "zod";
import { conversionSchema, previewConversion } from "@/crm/fields/mod.ts";
import { conversionResultSchema, noField } from "@/routes/(_door)/api_schemas/fields.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/fields/{id}/conversion",
  id: "previewConversion",
  tag: "fields",
  needs: ["fields.manage"],
  params: z.object({ id: z.uuid() }),
  body: conversionSchema.omit({ id: true }),
  response: conversionResultSchema,
  statuses: noField,
  example: { body: { type: "number" } },
  work: ({ input, access, ctx }) => previewConversion(ctx.state.store, access, input),
}));
