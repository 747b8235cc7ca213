/**
 * Companies, leads, sources and own fields of the demo company, written once, beside the console's first pages: all in
 * one transaction, so that half of it never stands. Its past is quiet: no automation takes it for news.
 */
import { sql, type Transaction } from "kysely";
import { seeded } from "@/telephony/simulator/random.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { forgetSchemas, KINDS, RECORDS_CHANNEL } from "@/crm/record/mod.ts";
import companies from "@/crm/demo/company.json" with { type: "json" };
import { demoCompanies, demoDoubles, demoPeople } from "@/crm/demo/companies.ts";
import { type DemoLead, demoLeads, type DemoSource } from "@/crm/demo/leads.ts";
import { writePast } from "@/crm/demo/past.ts";
import { AGENTS, fictionalNumber } from "@/crm/demo/plan.ts";
import { demoSources, sendRequests } from "@/crm/demo/seed_sources.ts";
import { seedDemoSales } from "@/crm/demo/seed_sales.ts";
import { emailOf, optionsOf, RECORD_TEXTS } from "@/crm/demo/texts.ts";

/** Contacts that somebody entered a second time. */
const DOUBLES = 8;

export interface DemoRecordsOptions {
  seed?: number;
  now?: number;
}

/** Returns how many leads were written; 0: this is no demo, or it has them. */
export async function seedDemoRecords(store: Store, options: DemoRecordsOptions = {}): Promise<number> {
  const site = await store.db.selectFrom("site_settings").select(["demo", "locale"]).executeTakeFirstOrThrow();
  const known = await store.db.selectFrom("companies").select("id").where("demo", "=", true).limit(1)
    .executeTakeFirst();
  if (!site.demo || known) return 0;
  const sources = await demoSources(store, site.locale);
  const written = await store.tx(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('demo', 0))`.execute(trx);
    const there = await trx.selectFrom("companies").select("id").where("demo", "=", true).limit(1).executeTakeFirst();
    return there ? 0 : await write(trx, { ...options, locale: site.locale, sources });
  });
  forgetSchemas(store);
  if (written > 0) await sendRequests(store, { locale: site.locale, sources, seed: options.seed ?? 1 });
  return written;
}

async function write(
  trx: Transaction<Database>,
  options: DemoRecordsOptions & { locale: "ru" | "en"; sources: Record<DemoSource, string> },
): Promise<number> {
  const { seed = 1, now = Date.now(), locale, sources } = options;
  const random = seeded(seed + 2);
  const texts = RECORD_TEXTS[locale];
  const person = demoPeople(random, companies[locale].people);
  const users = await trx.selectFrom("users").innerJoin("user_roles", "user_roles.user_id", "users.id")
    .where("demo", "=", true).where("user_roles.role", "=", "agent").select(["users.id", "team_id"]).orderBy("users.id")
    .execute();
  // The people whom a newcomer logs in as have leads of their own; sales have most.
  const owners = users.slice(0, AGENTS.length).flatMap(({ id, team_id }, n) =>
    team_id ? [{ id, team: team_id, weight: n === 0 ? 5 : AGENTS[n].team === 0 ? 3 : n === 6 ? 1.5 : 0.5 }] : []
  );
  if (owners.length === 0) return 0;
  await writeFields(trx, texts);
  const firms = demoCompanies({ random, now, texts, owners });
  const { rows: contacts } = await sql<{ id: string; name: string; company: string; phone: string }>`
    select id, name, company, phones -> 0 ->> 'value' as phone from contacts where demo and not draft
    and archived_at is null order by phones -> 0 ->> 'value'`.execute(trx);
  await insert(trx, "companies", firms);
  const emails = await fillContacts(trx, { random, contacts, texts, firms, owners });
  const twice = contacts.flatMap((one) => emails.has(one.id) ? [{ ...one, email: emails.get(one.id)! }] : []);
  await insert(trx, "contacts", demoDoubles({ contacts: twice.slice(0, DOUBLES), now }));
  const known = firms.map(({ id, name }) => ({ id, name }));
  const leads = demoLeads({
    random,
    now,
    texts,
    person,
    number: () => fictionalNumber(random),
    owners,
    sources,
    companies: known,
    contacts,
  });
  await insert(trx, "leads", leads.map(leadRow));
  await writePast(trx, { leads, comments: texts.comments, random });
  await seedDemoSales(trx, {
    random,
    now,
    locale,
    currency: texts.currency,
    owners,
    companies: known,
    contacts,
    leads,
  });
  for (const kind of KINDS) {
    await sql`select pg_notify(${RECORDS_CHANNEL}, ${JSON.stringify({ kind, all: true })})`.execute(trx);
  }
  return leads.length;
}

function leadRow({ id, at, answered, row }: DemoLead): Record<string, unknown> {
  return {
    id,
    ...row,
    assigned_at: row.owner_id ? new Date(at) : null,
    first_response_at: answered === null ? null : new Date(answered),
    created_at: new Date(at),
    updated_at: new Date(answered ?? at),
    demo: true,
  };
}

/** Rows of one shape in one statement; column types are the table's. */
async function insert(
  trx: Transaction<Database>,
  table: "companies" | "contacts" | "leads",
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.join(Object.keys(rows[0]).map((name) => sql.ref(name)));
  await sql`insert into ${sql.table(table)} (${names}) select ${names}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(trx);
}

async function writeFields(trx: Transaction<Database>, texts: typeof RECORD_TEXTS["ru"]): Promise<void> {
  const title = (key: keyof typeof texts.fields) => ({
    title_ru: RECORD_TEXTS.ru.fields[key],
    title_en: RECORD_TEXTS.en.fields[key],
  });
  const choice = (list: Parameters<typeof optionsOf>[0]) => ({
    type: "select" as const,
    options: JSON.stringify(optionsOf(list)),
  });
  await trx.insertInto("fields").values([
    { id: newId(), kind: "lead", key: "c_interest", ...choice("interests"), ...title("interest") },
    { id: newId(), kind: "contact", key: "c_contact_by", ...choice("contactBy"), ...title("contactBy") },
    { id: newId(), kind: "company", key: "c_segment", ...choice("segments"), ...title("segment") },
    { id: newId(), kind: "company", key: "c_employees", type: "number", position: 1, ...title("employees") },
  ]).onConflict((conflict) => conflict.columns(["kind", "key"]).doNothing()).execute();
}

/** What contacts have beside their name and number. Returns their addresses. */
async function fillContacts(
  trx: Transaction<Database>,
  options: {
    random: () => number;
    contacts: readonly { id: string; name: string; company: string; phone: string }[];
    texts: typeof RECORD_TEXTS["ru"];
    firms: readonly { id: string; name: string }[];
    owners: readonly { id: string; team: string }[];
  },
): Promise<Map<string, string>> {
  const { random, contacts, texts, firms, owners } = options;
  const rows = contacts.map(({ id, name, company, phone }) => {
    const firm = firms.find((one) => one.name === company);
    const [first = "", last = ""] = name.split(" ");
    const owner = random() < 0.7 ? owners[Math.floor(random() * owners.length)] : null;
    const born = new Date(
      Date.UTC(1958 + Math.floor(random() * 45), Math.floor(random() * 12), 1 + Math.floor(random() * 28)),
    );
    return {
      id,
      company_id: firm?.id ?? null,
      position: firm && random() < 0.7 ? texts.positions[Math.floor(random() * texts.positions.length)] : "",
      emails: random() < 0.75 ? [{ value: contactEmail({ first, last }, firm?.name ?? "", phone) }] : [],
      birthday: random() < 0.4 ? born.toISOString().slice(0, 10) : null,
      city: texts.cities[phone.slice(2, 5)] ?? "",
      tags: texts.tags.filter(() => random() < 0.08),
      custom: random() < 0.6 ? { c_contact_by: `o${1 + Math.floor(random() * texts.contactBy.length)}` } : {},
      owner_id: owner?.id ?? null,
      team_id: owner?.team ?? null,
    };
  });
  await sql`update contacts c set company_id = t.company_id, position = t.position, emails = t.emails,
      birthday = t.birthday, city = t.city, tags = t.tags, custom = t.custom, owner_id = t.owner_id, team_id = t.team_id
    from jsonb_populate_recordset(null::contacts, ${JSON.stringify(rows)}::jsonb) t where t.id = c.id`.execute(trx);
  return new Map(rows.flatMap(({ id, emails: [email] }) => email ? [[id, email.value]] : []));
}

/** Nobody shares an address with a namesake: the last digits of the number stand in it. */
function contactEmail(person: { first: string; last: string }, company: string, phone: string): string {
  return emailOf(person, company).replace("@", `${phone.slice(-2)}@`);
}
