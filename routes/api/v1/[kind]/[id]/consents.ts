/** Consents of a record: what holds by channel with the history, and a new word of the person. */
import { z } from "zod";
import { giveConsent, giveConsentSchema, listConsents } from "@/crm/consents/mod.ts";
import { takesJson, takesQuery } from "@/routes/(_door)/api.ts";
import { anyEdit, anyView, kindParam } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(z.object({ kind: kindParam, id: z.uuid() }), async ({ input, access, ctx }) => {
    const consents = await listConsents(ctx.state.store, access, input);
    return consents ? { ok: true, value: consents } : { ok: false, code: "records.error.no-record" };
  }, { needs: anyView }),
  POST: takesJson(
    giveConsentSchema.extend({ kind: kindParam }),
    ({ input, access, ctx }) => giveConsent(ctx.state.store, access, input),
    { needs: anyEdit },
  ),
});
