/** Leads that become deals, on a real PostgreSQL: what goes over, who may, and the way back. */
import assert from "node:assert/strict";
import { withDatabase } from "@/store/testing.ts";
import type { Access } from "@/store/access.ts";
import { company } from "@/crm/testing.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { convertLead, convertSchema, suggestConversion, undoConversion } from "@/crm/deals/mod.ts";
import {
  createRecord,
  deleteRecords,
  forgetSchemas,
  getRecord,
  type RecordKind,
  updateRecord,
} from "@/crm/record/mod.ts";
import { giveConsent, listConsents } from "@/crm/consents/mod.ts";

type People = Awaited<ReturnType<typeof company>>;

async function scene(work: (store: Store, people: People) => Promise<void>) {
  await withDatabase(async (store) => {
    const people = await company(store);
    await seedPipeline(store, "en");
    await work(store, people);
  });
}

const LEAD = {
  name: "Anna Petrova",
  phones: ["+7 916 123-45-67"],
  emails: ["anna@shop.example"],
  company: "Shop",
  budget: { minor: 1_500_000, currency: "RUB" },
  tags: ["site"],
  note: "Wants it soon",
  city: "Perm",
};

const make = async (store: Store, access: Access, kind: RecordKind, values: Record<string, unknown>) =>
  unwrap(await createRecord(store, access, { kind, values }));
const convert = (store: Store, access: Access, input: Record<string, unknown>) =>
  convertLead(store, access, convertSchema.parse(input));
const read = async (store: Store, access: Access, kind: RecordKind, id: string) =>
  (await getRecord(store, access, { kind, id }))!;

Deno.test("a lead becomes a deal with a new contact and company, linked both ways, and nothing of it is lost", () =>
  scene(async (store, { agents: [agent] }) => {
    const lead = await make(store, agent, "lead", LEAD);
    unwrap(
      await giveConsent(store, agent, {
        kind: "lead",
        id: lead.id,
        channel: "email",
        granted: true,
        manner: "form",
        proof: "Yes",
      }),
    );
    const done = unwrap(await convert(store, agent, { id: lead.id }));
    assert.deepEqual(done.made, ["company", "contact"]);
    assert.equal(done.lead.values.status, "converted");
    assert.equal(done.lead.values.contact, done.contact);
    assert.equal(done.lead.values.companyLink, done.company);
    const { values } = done.deal;
    assert.deepEqual(
      [values.name, values.amount, values.tags, values.note, values.owner, values.company],
      ["Anna Petrova", LEAD.budget, ["site"], "Wants it soon", agent.user, "Shop"],
    );
    assert.deepEqual([values.contacts, values.companyLink, values.lead], [[done.contact], done.company, lead.id]);
    assert.equal(values.source, lead.values.source);
    const contact = await read(store, agent, "contact", done.contact!);
    assert.deepEqual(
      [contact.values.name, contact.values.city, contact.values.companyLink],
      ["Anna Petrova", "Perm", done.company],
    );
    assert.deepEqual(contact.values.phones, lead.values.phones);
    const consents = await listConsents(store, agent, { kind: "contact", id: done.contact! });
    assert.equal(consents!.current.email?.granted, true, "what was agreed to goes with the person");
    const events = await store.db.selectFrom("events").select(["type", "cause", "data"]).orderBy("position").execute();
    const conversion = events.find(({ type }) => type === "lead.converted")!.data.conversion;
    const caused = events.filter(({ cause }) => cause === conversion).map(({ type }) => type);
    assert.deepEqual(caused.sort(), ["company.created", "contact.created", "deal.created"]);
  }));

Deno.test("people who are there already are found by number and taken, with their company", () =>
  scene(async (store, { agents: [agent] }) => {
    const firm = await make(store, agent, "company", { name: "Shop Ltd" });
    const known = await make(store, agent, "contact", {
      name: "A. Petrova",
      phones: ["89161234567"],
      companyLink: firm.id,
    });
    const lead = await make(store, agent, "lead", { name: "Order", phones: ["+79161234567"] });
    const suggestion = unwrap(await suggestConversion(store, agent, { id: lead.id }));
    assert.deepEqual([suggestion.contact, suggestion.company], [known.id, firm.id]);
    assert.equal(suggestion.contacts[0].why, "phone");
    const done = unwrap(await convert(store, agent, { id: lead.id }));
    assert.deepEqual([done.contact, done.company, done.made], [known.id, firm.id, []]);
    const other = await make(store, agent, "lead", { name: "Order 2", phones: ["+79161234567"] });
    const bare = unwrap(await convert(store, agent, { id: other.id, contact: "none", company: "none" }));
    assert.deepEqual([bare.contact, bare.company, bare.deal.values.contacts], [null, null, []]);
  }));

Deno.test("a lead is converted once: the second try is told of the deal, until that was deleted", () =>
  scene(async (store, { agents: [agent], admin }) => {
    const lead = await make(store, agent, "lead", LEAD);
    const both = await Promise.all([convert(store, agent, { id: lead.id }), convert(store, agent, { id: lead.id })]);
    const [done] = both.flatMap((result) => result.ok ? [result.value] : []);
    const [refused] = both.filter((result) => !result.ok);
    assert.ok(!refused.ok && refused.code === "deals.error.converted");
    assert.equal(refused.detail?.deal, done.deal.id);
    assert.equal((await store.db.selectFrom("deals").select("id").execute()).length, 1);
    unwrap(await deleteRecords(store, admin, { kind: "deal", select: { ids: [done.deal.id] } }));
    unwrap(await convert(store, agent, { id: lead.id }));
  }));

Deno.test("own fields of the same title and type go over, choices by what they are called", () =>
  scene(async (store, { agents: [agent] }) => {
    const field = (kind: RecordKind, key: string, type: string, title: string, options: unknown[] = []) => ({
      id: crypto.randomUUID(),
      kind,
      key,
      type: type as "text",
      title_ru: title,
      title_en: title,
      options: JSON.stringify(options),
    });
    const option = (value: string, title: string) => ({ value, titleRu: title, titleEn: title });
    await store.db.insertInto("fields").values([
      field("lead", "c_plan", "select", "Plan", [option("a", "Pro"), option("b", "Free")]),
      field("deal", "c_offer", "select", "Plan", [option("x", "Pro")]),
      field("lead", "c_size", "number", "Size"),
      field("deal", "c_size", "text", "Size"),
      field("lead", "c_code", "text", "Code"),
      field("deal", "c_code", "text", "Promo code"),
    ]).execute();
    forgetSchemas(store);
    const lead = await make(store, agent, "lead", { name: "A", c_plan: "a", c_size: 12, c_code: "SPRING" });
    const { deal: { values } } = unwrap(await convert(store, agent, { id: lead.id, contact: "none" }));
    assert.deepEqual([values.c_offer, values.c_size, values.c_code], ["x", null, "SPRING"]);
    const free = await make(store, agent, "lead", { name: "B", c_plan: "b" });
    const other = unwrap(await convert(store, agent, { id: free.id, contact: "none" }));
    assert.equal(other.deal.values.c_offer, null, "a choice that the deal does not have stays behind");
  }));

Deno.test("nobody converts what they may not change, makes what they may not make, or skips what a stage asks for", () =>
  scene(async (store, { agents: [agent, stranger], supervisors: [boss] }) => {
    const lead = await make(store, agent, "lead", LEAD);
    const foreign = await convert(store, stranger, { id: lead.id });
    assert.ok(!foreign.ok && foreign.code === "records.error.no-record");
    const without = (word: string): Access => ({
      ...agent,
      permissions: new Set([...agent.permissions].filter((one) => !one.startsWith(word))),
    });
    await assert.rejects(() => convert(store, without("deals.edit"), { id: lead.id }), { name: "ForbiddenError" });
    await assert.rejects(() => convert(store, without("contacts.edit"), { id: lead.id, contact: "new" }), {
      name: "ForbiddenError",
    });
    const poor = unwrap(await suggestConversion(store, without("contacts.edit"), { id: lead.id }));
    assert.deepEqual([poor.contact, poor.may.contact], ["none", false]);
    await store.db.updateTable("stages").set({ required: ["closeDate"] }).where("type", "=", "open").execute();
    const asked = await convert(store, agent, { id: lead.id });
    assert.ok(!asked.ok && asked.code === "deals.error.stage-needs" && asked.detail?.fields === "closeDate");
    assert.equal((await store.db.selectFrom("contacts").select("id").execute()).length, 0, "nothing is left half done");
    const done = unwrap(await convert(store, boss, { id: lead.id, deal: { closeDate: "2027-01-31" } }));
    assert.equal(done.deal.values.owner, agent.user, "the deal stays with who kept the lead");
  }));

Deno.test("a conversion taken back leaves the lead as it was, and takes away only what nobody has used", () =>
  scene(async (store, { agents: [agent] }) => {
    const lead = await make(store, agent, "lead", LEAD);
    const done = unwrap(await convert(store, agent, { id: lead.id }));
    await make(store, agent, "lead", { name: "Another", companyLink: done.company });
    const back = unwrap(await undoConversion(store, agent, { id: lead.id }));
    assert.deepEqual(back, { removed: ["deal", "contact"], kept: ["company"] });
    const now = await read(store, agent, "lead", lead.id);
    assert.deepEqual([now.values.status, now.values.contact, now.values.companyLink], ["new", null, null]);
    assert.equal((await read(store, agent, "deal", done.deal.id)).archived, true);
    assert.equal((await read(store, agent, "contact", done.contact!)).archived, true);
    assert.equal((await read(store, agent, "company", done.company!)).archived, false);
    const twice = await undoConversion(store, agent, { id: lead.id });
    assert.ok(!twice.ok && twice.code === "deals.error.not-converted");
    const again = unwrap(await convert(store, agent, { id: lead.id }));
    unwrap(await updateRecord(store, agent, { kind: "contact", id: again.contact!, values: { city: "Omsk" } }));
    unwrap(await updateRecord(store, agent, { kind: "lead", id: lead.id, values: { status: "working" } }));
    const kept = unwrap(await undoConversion(store, agent, { id: lead.id }));
    assert.ok(kept.kept.includes("contact"));
    assert.equal((await read(store, agent, "lead", lead.id)).values.status, "working", "what was changed since stays");
  }));
