/** Requests from outside on a real database: none is lost, none is doubled, and what people decide can be taken back. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import type { Store } from "@/crm/records.ts";
import { company } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { createRecord, getRecord, updateRecord } from "@/crm/record/mod.ts";
import { makeSource, processAll, send } from "@/crm/intake/testing.ts";
import { acceptRequest, declineRequest, linkRequest, undoRequest } from "./handle.ts";
import { countInbox, getRequest, inboxSchema, listRequests } from "./inbox.ts";
import { processNext, retry } from "./process.ts";

const IVAN = { name: "Иван", phone: "+7 916 123-45-67", email: "ivan@example.ru", message: "Позвоните" };
const row = (store: Store, id: string) =>
  store.db.selectFrom("intake_requests").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const leads = (store: Store) => store.db.selectFrom("leads").selectAll().where("archived_at", "is", null).execute();

Deno.test("a request becomes a lead with its source, tags, words and an event, or the sale has no trace", async () => {
  await withDatabase(async (store) => {
    const source = await makeSource(store, "webhook", { autoAccept: true, tags: ["сайт"] });
    const { id } = await send(store, source, { ...IVAN, utm_source: "ya" });
    await processAll(store);
    const [lead] = await leads(store);
    assert.equal((await row(store, id)).state, "accepted");
    assert.deepEqual([lead.name, lead.source_id, lead.tags, lead.utm, lead.note], [
      "Иван",
      source.id,
      ["сайт"],
      { utm_source: "ya" },
      "Позвоните",
    ]);
    const events = await store.db.selectFrom("events").select(["type", "cause"]).where("entity_id", "=", lead.id)
      .execute();
    assert.deepEqual(events, [{ type: "lead.created", cause: id }]);
  });
});

Deno.test("the same request sent again and again, also at once, is one row and one lead and is counted", async () => {
  await withDatabase(async (store) => {
    const source = await makeSource(store, "webhook", { autoAccept: true });
    const same = await Promise.all(Array.from({ length: 8 }, () => send(store, source, IVAN)));
    assert.equal(new Set(same.map(({ id }) => id)).size, 1);
    const named = await Promise.all(
      Array.from({ length: 5 }, (_, n) => send(store, source, { n }, { key: "order-7" })),
    );
    assert.equal(new Set(named.map(({ id }) => id)).size, 1);
    await Promise.all([processAll(store), processAll(store), processAll(store)]);
    assert.equal((await leads(store)).length, 1);
    assert.deepEqual([(await row(store, same[0].id)).repeats, (await row(store, named[0].id)).repeats], [7, 4]);
    await sql`update intake_requests set received_at = now() - interval '25 hours'`.execute(store.db);
    assert.notEqual((await send(store, source, IVAN)).id, same[0].id, "after a day it is a new request");
    assert.equal((await send(store, source, {}, { key: "order-7" })).id, named[0].id, "an id of the sender's stays");
  });
});

Deno.test("two different requests of one person at once make one lead, the second is an event of it", async () => {
  await withDatabase(async (store) => {
    const source = await makeSource(store, "webhook", { autoAccept: true });
    await Promise.all(Array.from({ length: 6 }, (_, n) => send(store, source, { ...IVAN, message: `Вопрос ${n}` })));
    await Promise.all([processAll(store), processAll(store), processAll(store)]);
    const [lead, ...others] = await leads(store);
    assert.equal(others.length, 0);
    const events = await store.db.selectFrom("events").select("type").where("entity_id", "=", lead.id).execute();
    assert.equal(events.filter(({ type }) => type === "lead.request-linked").length, 5);
  });
});

Deno.test("each way with known people is kept: a new lead, the open lead, or the inbox", async () => {
  await withDatabase(async (store) => {
    const phones = [{ value: "+79161234567" }];
    const contact = unwrap(await createRecord(store, SYSTEM, { kind: "contact", values: { name: "Иван", phones } }));
    for (const duplicates of ["new", "append", "inbox"] as const) {
      const source = await makeSource(store, "webhook", { autoAccept: true, duplicates });
      const { id } = await send(store, source, IVAN);
      await processAll(store);
      const done = await row(store, id);
      if (duplicates === "new") assert.deepEqual([done.state, done.contact_id], ["accepted", null]);
      if (duplicates === "append") assert.equal(done.state, "linked", "the lead of the first source is open");
      if (duplicates === "inbox") assert.equal(done.state, "unsorted");
      if (duplicates === "inbox") {
        const detail = await getRequest(store, SYSTEM, { id });
        assert.deepEqual(detail?.known.map(({ kind }) => kind), ["lead", "contact"]);
      }
    }
    await sql`update leads set status = 'disqualified'`.execute(store.db);
    const source = await makeSource(store, "webhook", { autoAccept: true });
    await send(store, source, { ...IVAN, message: "again" });
    await processAll(store);
    const fresh = (await leads(store)).find((lead) => lead.status === "new");
    assert.equal(fresh?.contact_id, contact.id, "a new lead of a known contact is tied to it");
  });
});

Deno.test("an SMS of a known contact is an event of the contact and no new lead", async () => {
  await withDatabase(async (store) => {
    const phones = [{ value: "+79161234567" }];
    const contact = unwrap(await createRecord(store, SYSTEM, { kind: "contact", values: { name: "Иван", phones } }));
    const source = await makeSource(store, "sms", { autoAccept: true });
    const { id } = await send(store, source, { id: "1", from: "79161234567", text: "Да, жду" });
    await processAll(store);
    const done = await row(store, id);
    assert.deepEqual([done.state, done.contact_id, (await leads(store)).length], ["linked", contact.id, 0]);
  });
});

Deno.test("what cannot be understood waits with its reason and goes through after a retry, or leads die silently", async () => {
  await withDatabase(async (store) => {
    const source = await makeSource(store, "webhook", { autoAccept: true });
    const broken = await send(store, source, "{ not json");
    const empty = await send(store, source, { unknown: 1 });
    await processAll(store);
    assert.deepEqual([(await row(store, broken.id)).error, (await row(store, empty.id)).error], [
      "intake.error.not-json",
      "intake.error.empty",
    ]);
    assert.equal((await countInbox(store, SYSTEM)).failed, 2);
    await sql`update sources set mapping = '[{"from": "unknown", "to": "name"}]'`.execute(store.db);
    assert.equal(await retry(store, SYSTEM, [empty.id]), 1);
    await processAll(store);
    assert.equal((await row(store, empty.id)).state, "accepted");
  });
});

Deno.test("an error inside is tried again with a pause, and after the last try shown to people with its words", async () => {
  await withDatabase(async (store) => {
    const source = await makeSource(store, "webhook", { autoAccept: true });
    const { id } = await send(store, source, IVAN);
    await sql`alter table leads add constraint no_ivan check (name <> 'Иван')`.execute(store.db);
    for (let n = 1; n <= 5; n++) {
      await sql`update intake_requests set next_at = now()`.execute(store.db);
      assert.equal(await processNext(store), true);
      const now = await row(store, id);
      assert.deepEqual([now.attempts, now.state], [n, n === 5 ? "failed" : "received"]);
      if (n < 5) assert.equal(await processNext(store), false, "it pauses");
    }
    const last = await row(store, id);
    assert.match(last.error_detail ?? "", /no_ivan/);
    assert.equal((await leads(store)).length, 0);
    await sql`alter table leads drop constraint no_ivan`.execute(store.db);
    await retry(store, SYSTEM, [id]);
    await processAll(store);
    assert.equal((await leads(store)).length, 1);
  });
});

Deno.test("a process killed in the middle leaves the request whole for the next one, and makes no half lead", async () => {
  await withDatabase(async (store) => {
    const source = await makeSource(store, "webhook", { autoAccept: true });
    const { id } = await send(store, source, IVAN);
    await sql`create function stall() returns trigger language plpgsql as $$ begin perform pg_sleep(30); return new; end $$`
      .execute(store.db);
    await sql`create trigger stall before insert on consents for each row execute function stall()`.execute(store.db);
    await sql`create trigger stall_lead after insert on leads for each row execute function stall()`.execute(store.db);
    const dying = processNext(store).catch(() => {});
    const backend = async () => {
      const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity where wait_event = 'PgSleep'
        and datname = current_database()`.execute(store.db);
      return rows[0]?.pid;
    };
    let pid: number | undefined;
    for (const end = Date.now() + 5_000; !pid && Date.now() < end;) pid = await backend();
    assert.ok(pid, "the processing is in the middle");
    // To the database a killed process is a connection that is gone.
    await sql`select pg_terminate_backend(${pid})`.execute(store.db);
    await dying;
    await sql`drop trigger stall_lead on leads`.execute(store.db);
    assert.deepEqual([(await row(store, id)).state, (await leads(store)).length], ["received", 0]);
    await sql`update intake_requests set next_at = now()`.execute(store.db);
    await processAll(store);
    assert.deepEqual([(await row(store, id)).state, (await leads(store)).length], ["accepted", 1]);
  });
});

Deno.test("a suspect is laid aside as spam where people see it, and can still be accepted", async () => {
  await withDatabase(async (store) => {
    const source = await makeSource(store, "webhook", { autoAccept: true });
    const { id } = await send(store, source, { ...IVAN, message: '<a href="http://x">buy</a>' });
    await processAll(store);
    const spam = await row(store, id);
    assert.deepEqual([spam.state, spam.error, (await leads(store)).length], ["spam", "intake.suspicion.script", 0]);
    unwrap(await acceptRequest(store, SYSTEM, { id, assign: "rules" }));
    assert.equal((await leads(store)).length, 1);
  });
});

Deno.test("people accept, decline, link and take back; two at once cannot both accept", async () => {
  await withDatabase(async (store) => {
    const { agents, supervisors } = await company(store);
    const source = await makeSource(store);
    const [one, two, three] = [
      await send(store, source, { ...IVAN, phone: "+79160000001", email: "" }),
      await send(store, source, { ...IVAN, phone: "+79160000002", email: "" }),
      await send(store, source, { ...IVAN, phone: "+79160000003", email: "" }),
    ];
    await processAll(store);
    const [agent, boss] = [agents[0], supervisors[0]];
    const both = await Promise.all([agent, boss].map((who) => acceptRequest(store, who, { id: one.id, assign: "me" })));
    assert.deepEqual(both.map(({ ok }) => ok).sort(), [false, true]);
    const made = both.find((result) => result.ok)!;
    const lead = made.ok ? made.value.record!.id : "";
    assert.ok([agent.user, boss.user].includes((await leads(store))[0].owner_id as typeof agent.user));
    unwrap(await undoRequest(store, agent, { id: one.id }));
    assert.deepEqual([(await row(store, one.id)).state, (await leads(store)).length], ["unsorted", 0]);

    const again = unwrap(await acceptRequest(store, agent, { id: one.id, assign: "me" }));
    unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id: again.record!.id, values: { city: "Казань" } }));
    const late = await undoRequest(store, agent, { id: one.id });
    assert.deepEqual(late, { ok: false, code: "intake.error.lead-changed" });
    assert.notEqual(lead, again.record!.id);

    unwrap(await declineRequest(store, agent, { id: two.id, reason: "не наш клиент", spam: false }));
    assert.equal((await row(store, two.id)).reason, "не наш клиент");
    unwrap(await undoRequest(store, boss, { id: two.id }));
    unwrap(await linkRequest(store, agent, { id: three.id, kind: "lead", record: again.record!.id }));
    assert.equal((await row(store, three.id)).lead_id, again.record!.id);
    const foreign = await linkRequest(store, agents[1], { id: two.id, kind: "lead", record: again.record!.id });
    assert.deepEqual(foreign, { ok: false, code: "records.error.no-record" }, "no link into what one may not see");
    const list = await listRequests(store, agent, inboxSchema.parse({ state: "all", limit: 2 }));
    const rest = await listRequests(store, agent, inboxSchema.parse({ state: "all", limit: 2, after: list.next }));
    assert.equal(new Set([...list.rows, ...rest.rows].map(({ id }) => id)).size, 3);
  });
});

Deno.test("whoever may not see whole numbers sees none in the inbox either", async () => {
  await withDatabase(async (store) => {
    const { agents } = await company(store);
    const source = await makeSource(store);
    const { id } = await send(store, source, { ...IVAN, message: "Мой номер 8 916 123 45 67, ivan@example.ru" });
    await processAll(store);
    const few = new Set([...agents[0].permissions].filter((one) => one !== "phones.full"));
    const access = { ...agents[0], permissions: few };
    const detail = await getRequest(store, access, { id });
    const list = await listRequests(store, access, inboxSchema.parse({}));
    assert.equal(detail?.raw, null);
    assert.doesNotMatch(JSON.stringify([detail, list]), /9161234567|916 123|ivan@example/);
    assert.match(JSON.stringify(await getRequest(store, agents[0], { id })), /9161234567/);
  });
});

Deno.test("a form's consent is kept with its words, time, address and version of the form, or there is no proof", async () => {
  await withDatabase(async (store) => {
    const text = "Согласен на звонки";
    const form = { fields: [{ key: "name", label: "", required: true }], consents: [{ channel: "call", text }] };
    const draft = await makeSource(store, "form");
    const source = await makeSource(store, "form", {
      autoAccept: true,
      settings: {
        ...draft.settings,
        form: { ...draft.settings.form, ...form, consents: [{ channel: "call", text, link: "", required: true }] },
      },
    });
    assert.equal(source.formVersion, 2);
    await send(store, source, "name=Иван&consent_0=on", { contentType: "application/x-www-form-urlencoded" });
    await processAll(store);
    const [consent] = await store.db.selectFrom("consents").selectAll().execute();
    assert.deepEqual([consent.channel, consent.granted, consent.manner], ["call", true, "form"]);
    assert.match(consent.proof, new RegExp(`^${text}\nform ${source.key} v2 · .+Z · IP`));
    const lead = await getRecord(store, SYSTEM, { kind: "lead", id: consent.record_id });
    assert.equal(lead?.values.name, "Иван");
  });
});
