/** Calls that nobody took: none is forgotten, one number makes one lead, and talking settles it. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import type { Store } from "@/crm/records.ts";
import { callRecord, company } from "@/crm/testing.ts";
import { writeCalls } from "@/crm/calls/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { createRecord } from "@/crm/record/mod.ts";
import { processAll } from "@/crm/intake/testing.ts";
import { sourceFigures } from "@/crm/intake/figures.ts";
import { finishCallback, listCallbacks } from "./callbacks.ts";

const NUMBER = "+79161234567";
let n = 0;
const call = (fields: Parameters<typeof callRecord>[1] = {}) =>
  callRecord(`call-${++n}`, { number: NUMBER, startedAt: Date.now() - 120_000, ...fields });
const leads = (store: Store) => store.db.selectFrom("leads").selectAll().execute();
const requests = (store: Store) =>
  store.db.selectFrom("intake_requests").select(["state", "lead_id", "contact_id"]).orderBy("received_at").execute();

Deno.test("an abandoned call makes one lead and one call to return, however often the person tries", async () => {
  await withDatabase(async (store) => {
    await writeCalls(store, [call(), call({ outcome: "timeout" })]);
    await processAll(store);
    await writeCalls(store, [call()]);
    await Promise.all([processAll(store), processAll(store)]);
    const [lead, ...more] = await leads(store);
    assert.equal(more.length, 0);
    assert.deepEqual(lead.phones, [{ value: NUMBER }]);
    assert.deepEqual((await requests(store)).map(({ state }) => state).sort(), ["accepted", "duplicate", "duplicate"]);
    const [callback, ...others] = await listCallbacks(store, SYSTEM);
    assert.deepEqual([callback.missed, callback.lead, others.length], [3, lead.id, 0]);
    assert.equal((await store.db.selectFrom("ended_calls").selectAll().execute()).length, 0);
  });
});

Deno.test("a known contact gets no second record, and a stranger's extension or a hidden number makes nothing", async () => {
  await withDatabase(async (store) => {
    const values = { name: "Анна", phones: [{ value: NUMBER }] };
    const contact = unwrap(await createRecord(store, SYSTEM, { kind: "contact", values }));
    await writeCalls(store, [call(), call({ number: "anonymous" }), call({ number: "201" })]);
    await processAll(store);
    assert.equal((await leads(store)).length, 0);
    assert.deepEqual(await requests(store), [{ state: "linked", lead_id: null, contact_id: contact.id }]);
    assert.equal((await listCallbacks(store, SYSTEM))[0].name, "Анна");
  });
});

Deno.test("the call that was taken later settles the callback and is the lead's first answer; an earlier one is not", async () => {
  await withDatabase(async (store) => {
    const { agents } = await company(store);
    const agent = agents[0].user;
    await writeCalls(store, [call()]);
    await processAll(store);
    const before = Date.now() - 3_600_000;
    await writeCalls(store, [call({ agent, startedAt: before })]);
    await processAll(store);
    assert.equal((await listCallbacks(store, SYSTEM)).length, 1, "a call from before does not count");
    const started = Date.now() - 30_000;
    const tried = call({ direction: "outbound", startedAt: started, outcome: "timeout", answeredAt: null });
    await writeCalls(store, [tried]);
    await processAll(store);
    const [lead] = await leads(store);
    assert.equal(lead.first_response_at?.getTime(), started, "calling back answers, taken or not");
    assert.equal((await listCallbacks(store, SYSTEM)).length, 1, "but nobody has talked yet");
    await writeCalls(store, [call({ agent, direction: "outbound", startedAt: Date.now() - 20_000 })]);
    await processAll(store);
    assert.equal((await listCallbacks(store, SYSTEM)).length, 0);
    const [figures] = await sourceFigures(store, SYSTEM, { days: 30 });
    assert.deepEqual([figures.leads, figures.answered, figures.waiting, figures.inTarget], [1, 1, 0, 1]);
    assert.ok(figures.medianMs! > 0 && figures.medianMs! < 120_000);
  });
});

Deno.test("a crash between the call and its look loses nothing: the call waits in the outbox, written with it", async () => {
  await withDatabase(async (store) => {
    const live = call({ endedAt: null, outcome: null });
    await writeCalls(store, [live]);
    const waiting = async () => (await store.db.selectFrom("ended_calls").select("call_id").execute()).length;
    assert.equal(await waiting(), 0, "a live call is none");
    await writeCalls(store, [{ ...live, revision: 2, endedAt: Date.now(), outcome: "abandoned" }]);
    assert.equal(await waiting(), 1);
    await sql`alter table tasks add constraint broken check (phone = '')`.execute(store.db);
    await processAll(store);
    assert.equal((await leads(store)).length, 0);
    await sql`alter table tasks drop constraint broken`.execute(store.db);
    await sql`update intake_requests set next_at = now()`.execute(store.db);
    await processAll(store);
    assert.equal((await leads(store)).length, 1);
    await writeCalls(store, [{ ...live, revision: 3, endedAt: Date.now(), outcome: "abandoned", notes: "x" }]);
    assert.equal(await waiting(), 0, "a later change of an ended call is not a second end");
  });
});

Deno.test("a call that was deleted before anybody looked does not stop those behind it", async () => {
  await withDatabase(async (store) => {
    await writeCalls(store, [call(), call({ number: "+79167770000" })]);
    await sql`delete from calls where number = ${NUMBER}`.execute(store.db);
    await processAll(store);
    assert.deepEqual((await leads(store)).map(({ phones }) => phones[0].value), ["+79167770000"]);
    assert.equal((await store.db.selectFrom("ended_calls").selectAll().execute()).length, 0);
  });
});

Deno.test("a person settles a callback once, and old history makes no leads", async () => {
  await withDatabase(async (store) => {
    const { agents, analyst } = await company(store);
    await writeCalls(store, [call(), call({ startedAt: Date.now() - 40 * 86_400_000, number: "+79160000000" })]);
    await processAll(store);
    const [callback, ...none] = await listCallbacks(store, agents[0]);
    assert.equal(none.length, 0);
    unwrap(await finishCallback(store, agents[0], { id: callback.id }));
    const again = await finishCallback(store, agents[0], { id: callback.id });
    assert.deepEqual(again, { ok: false, code: "intake.error.no-callback" });
    await assert.rejects(listCallbacks(store, analyst), /inbox.handle/);
  });
});
