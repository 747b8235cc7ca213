/** A lead becomes a deal: what it would very likely become, and the deed. */
import { z } from "zod";
import { anyReach } from "@/store/access.ts";
import { convertLead, convertSchema, suggestConversion } from "@/crm/deals/mod.ts";
import { convertedSchema, suggestionSchema } from "@/routes/(_door)/api_schemas/deals.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { noRecord } from "@/routes/(_door)/records.ts";

const shared = {
  path: "/api/v1/leads/{id}/convert",
  tag: "deals",
  params: z.object({ id: z.uuid() }),
  statuses: noRecord,
} as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "GET",
    id: "suggestConversion",
    needs: anyReach("leads", "view"),
    response: suggestionSchema,
    work: ({ input, access, ctx }) => suggestConversion(ctx.state.store, access, input),
  }),
  defineOperation({
    ...shared,
    method: "POST",
    id: "convertLead",
    needs: anyReach("leads", "edit"),
    body: convertSchema.omit({ id: true }),
    response: convertedSchema,
    example: { body: { contact: "new", company: "none", deal: { name: "Annual contract", amount: "120000 RUB" } } },
    work: ({ input, access, ctx }) => convertLead(ctx.state.store, access, input),
  }),
);
