/** One own field: changed, archived. */
import { z } from "zod";
import { archiveField, updateField, updateFieldSchema } from "@/crm/fields/mod.ts";
import { noField, ownFieldSchema } from "@/routes/(_door)/api_schemas/fields.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

const shared = {
  path: "/api/v1/fields/{id}",
  tag: "fields",
  needs: ["fields.manage"],
  params: z.object({ id: z.uuid() }),
  statuses: noField,
} as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "PATCH",
    id: "updateField",
    body: updateFieldSchema.omit({ id: true }),
    response: ownFieldSchema,
    example: { body: { titleEn: "Delivery method", required: true } },
    work: ({ input, access, ctx }) => updateField(ctx.state.store, access, input),
  }),
  defineOperation({
    ...shared,
    method: "DELETE",
    id: "archiveField",
    response: nothing,
    work: ({ input, access, ctx }) => archiveField(ctx.state.store, access, input),
  }),
);
