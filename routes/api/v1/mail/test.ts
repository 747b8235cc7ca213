/** Sends a test letter by the saved settings and says how it went. */
import { z } from "zod";
import { Mailer, testLetterSchema } from "@/crm/mail_out/mod.ts";
import { newId } from "@/crm/ids.ts";
import { noticeLetter } from "@/components/notices/letter.ts";
import { t } from "@/locales/mod.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

/** The page waits for it: shorter than a request may take. */
const PATIENCE_MS = 12_000;

export const handlers = serve(
  defineOperation({
    method: "POST",
    path: "/api/v1/mail/test",
    id: "testMailServer",
    tag: "notices",
    needs: ["mail.manage"],
    body: testLetterSchema,
    response: z.object({ failure: z.string().nullable().meta({ description: "api.field.mail-error" }) }),
    example: { body: { to: "me@example.com" } },
    async work({ input, ctx: { state } }) {
      const say = t(state.locale);
      const words = { title: say("mail.test.subject"), text: say("mail.test.text") };
      const letter = noticeLetter(say, words, { url: null, settings: null, company: state.site.companyName });
      const mailer = new Mailer(state.store, { letterMs: PATIENCE_MS });
      try {
        const { failure } = await mailer.send({ ...letter, to: input.to, id: newId() });
        return { ok: true, value: { failure } };
      } finally {
        mailer.close();
      }
    },
  }),
);
