/** Consents of a record: what holds by channel with the history, and a new word of the person. */
import { giveConsent, giveConsentSchema, listConsents } from "@/crm/consents/mod.ts";
import { consentStateSchema } from "@/routes/(_door)/api_schemas/cards.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";
import { anyEdit, anyView, noRecord, recordParams } from "@/routes/(_door)/records.ts";

const shared = {
  path: "/api/v1/{kind}/{id}/consents",
  tag: "cards",
  params: recordParams,
  statuses: noRecord,
} as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "GET",
    id: "listConsents",
    needs: anyView,
    response: consentStateSchema,
    work: async ({ input, access, ctx }) => {
      const consents = await listConsents(ctx.state.store, access, input);
      return consents ? { ok: true, value: consents } : { ok: false, code: "records.error.no-record" };
    },
  }),
  defineOperation({
    ...shared,
    method: "POST",
    id: "giveConsent",
    needs: anyEdit,
    body: giveConsentSchema.omit({ id: true }),
    response: nothing,
    example: { body: { channel: "email", granted: true, manner: "form", proof: "I agree to receive the newsletter" } },
    work: ({ input, access, ctx }) => giveConsent(ctx.state.store, access, input),
  }),
);
