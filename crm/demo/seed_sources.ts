/** Where the demo's leads come from, and what waits in its inbox. */
import { SYSTEM } from "@/store/access.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { BUILTIN, createSource, receive } from "@/crm/intake/mod.ts";
import companies from "@/crm/demo/company.json" with { type: "json" };
import { demoPeople } from "@/crm/demo/companies.ts";
import type { DemoSource } from "@/crm/demo/leads.ts";
import { fictionalNumber } from "@/crm/demo/plan.ts";
import { emailOf, RECORD_TEXTS } from "@/crm/demo/texts.ts";

/** The company's own sources beside the built-in ones; the form can be opened and filled in at once. */
export async function demoSources(store: Store, locale: "ru" | "en"): Promise<Record<DemoSource, string>> {
  const texts = RECORD_TEXTS[locale];
  const known = await store.db.selectFrom("sources").select(["id", "name"]).execute();
  const source = async (kind: "form" | "webhook", name: string, settings?: unknown): Promise<string> =>
    known.find((one) => one.name === name)?.id ?? unwrap(await createSource(store, SYSTEM, { kind, name, settings }));
  const { title, lead, consent } = texts.form;
  const form = {
    title,
    lead,
    fields: [{ key: "name", required: true }, { key: "phones", required: true }, { key: "c_interest" }, {
      key: "note",
    }],
    consents: [{ channel: "personal-data", text: consent }],
  };
  return {
    form: await source("form", texts.sources.form, { form }),
    webhook: await source("webhook", texts.sources.webhook),
    calculator: await source("webhook", texts.sources.calculator),
    missed: BUILTIN["missed-call"],
    manual: BUILTIN.manual,
  };
}

/** A few requests wait in the inbox for whoever looks first. */
export async function sendRequests(
  store: Store,
  options: { locale: "ru" | "en"; sources: Record<DemoSource, string>; seed: number },
): Promise<void> {
  const { locale, sources, seed } = options;
  const random = seeded(seed + 3);
  const texts = RECORD_TEXTS[locale];
  const person = demoPeople(random, companies[locale].people);
  for (const [n, note] of texts.requests.entries()) {
    const { first, last } = person();
    const body = {
      name: `${first} ${last}`,
      phone: fictionalNumber(random),
      email: emailOf({ first, last }, ""),
      note,
    };
    await receive(store, {
      source: n % 3 === 2 ? sources.webhook : sources.calculator,
      body: new TextEncoder().encode(JSON.stringify(body)),
      contentType: "application/json",
      key: `demo-${seed}-${n}`,
    });
  }
}
