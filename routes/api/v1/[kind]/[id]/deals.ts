/** Deals of a lead, a contact or a company, with what they add up to. */
import { z } from "zod";
import { CONTACTABLE, type ContactableKind, kindOf, PLURAL } from "@/crm/record/mod.ts";
import { dealsOf } from "@/crm/deals/mod.ts";
import { dealsOfSchema } from "@/routes/(_door)/api_schemas/deals.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyView, noRecord } from "@/routes/(_door)/records.ts";

const plurals = CONTACTABLE.map((kind) => PLURAL[kind]);
const kind = z.enum(plurals as [typeof plurals[number], ...typeof plurals])
  .transform((plural) => kindOf(plural) as ContactableKind).meta({ description: "api.field.kind" });

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/{kind}/{id}/deals",
  id: "listDealsOf",
  tag: "deals",
  needs: anyView,
  params: z.object({ kind, id: z.uuid() }),
  query: z.object({
    limit: z.coerce.number().int().min(1).max(50).default(10).meta({ description: "api.field.page-limit" }),
  }),
  response: dealsOfSchema,
  statuses: noRecord,
  work: async ({ input, access, ctx }) => {
    const deals = await dealsOf(ctx.state.store, access, input);
    return deals ? { ok: true, value: deals } : { ok: false, code: "records.error.no-record" };
  },
}));
