/** Each trigger on a real database: it fires for what it says, once, and for nothing else. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import type { Store } from "@/crm/records.ts";
import { writeCalls } from "@/crm/calls/mod.ts";
import { setDisposition } from "@/crm/calls/edit.ts";
import { callRecord, centre, company } from "@/crm/testing.ts";
import { makeSource, processAll, send } from "@/crm/intake/testing.ts";
import { createRecord, updateRecord } from "@/crm/record/mod.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { receiveHook } from "@/crm/automation/hooks.ts";
import { all, openBench, rule } from "@/crm/automation/testing.ts";

const mark = (name: string) => [{ type: "task.create", name, due: { n: 1, unit: "hours" }, to: "nobody" }];
const names = async (store: Store) =>
  (await store.db.selectFrom("tasks").select("name").where("note", "!=", "own").orderBy("name").execute())
    .map(({ name }) => name);
const MINUTE = 60_000;
const DAY = 86_400_000;
const lead = async (store: Store, values: Record<string, unknown> = {}) =>
  unwrap(await createRecord(store, SYSTEM, { kind: "lead", values: { name: "Анна", ...values } }));

Deno.test("a lead that nobody answers, and one that nobody touches, are found once in their time", async () => {
  await withDatabase(async (store) => {
    await rule(store, {
      when: { type: "lead.idle", idle: "unanswered", for: { n: 15, unit: "minutes" } },
      then: mark("unanswered {{record.name}}"),
    });
    await rule(store, {
      when: { type: "lead.idle", idle: "untouched", for: { n: 2, unit: "hours" } },
      then: mark("untouched {{record.name}}"),
    });
    const { engine, time } = openBench(store);
    const answered = await lead(store, { name: "answered" });
    await lead(store, { name: "left" });
    await sql`update leads set first_response_at = now() where id = ${answered.id}::uuid`.execute(store.db);
    time.ahead = 14 * MINUTE;
    await engine.settleAll();
    assert.deepEqual(await names(store), []);
    time.ahead = 16 * MINUTE;
    await Promise.all([engine.settleAll(), engine.settleAll()]);
    time.ahead = 20 * MINUTE;
    await engine.settleAll();
    assert.deepEqual(await names(store), ["unanswered left"]);
    time.ahead = 130 * MINUTE;
    await engine.settleAll();
    assert.deepEqual(await names(store), ["unanswered left", "untouched answered", "untouched left"]);
  });
});

Deno.test("a rotten deal and an overdue task are found in their minute; done and moved ones are not", async () => {
  await withDatabase(async (store) => {
    await seedPipeline(store, "en");
    await sql`update stages set rotten_days = 3 where type = 'open'`.execute(store.db);
    await rule(store, { when: { type: "deal.rotten" }, then: mark("rotten {{record.name}}") });
    await rule(store, {
      when: { type: "task.overdue", by: { n: 10, unit: "minutes" } },
      then: [{ type: "field.set", field: "priority", value: "high" }],
    });
    const { engine, time } = openBench(store);
    unwrap(await createRecord(store, SYSTEM, { kind: "deal", values: { name: "D" } }));
    const due = new Date(Date.now() + MINUTE).toISOString();
    const task = (values: Record<string, unknown>) =>
      createRecord(store, SYSTEM, { kind: "task", values: { name: "T", note: "own", due, ...values } }).then(unwrap);
    const late = await task({});
    const done = await task({ status: "done" });
    const day = await task({ allDay: true });
    time.ahead = 12 * MINUTE;
    await engine.settleAll();
    const priority = async (id: string) =>
      (await store.db.selectFrom("tasks").select("priority").where("id", "=", id).executeTakeFirstOrThrow()).priority;
    assert.deepEqual([await priority(late.id), await priority(done.id), await priority(day.id)], [
      "high",
      "normal",
      "normal",
    ]);
    time.ahead = DAY + 12 * MINUTE;
    await engine.settleAll();
    assert.equal(await priority(day.id), "high", "a day is over when it ends");
    assert.deepEqual(await names(store), []);
    time.ahead = 3 * DAY + MINUTE;
    await engine.settleAll();
    await engine.settleAll();
    assert.deepEqual(await names(store), ["rotten D"]);
  });
});

Deno.test("dates are reached at their hour, before and after, own fields and birthdays too", async () => {
  await withDatabase(async (store) => {
    await seedPipeline(store, "en");
    await store.db.insertInto("fields").values({
      id: crypto.randomUUID(),
      kind: "deal",
      key: "c_renewal",
      type: "date",
      title_ru: "Продление",
      title_en: "Renewal",
    }).execute();
    const date = (more: Record<string, unknown>) => ({ type: "date.reached", time: "09:00", ...more });
    await rule(store, {
      when: date({ kind: "deal", field: "closeDate", days: -2 }),
      then: mark("before {{record.name}}"),
    });
    await rule(store, { when: date({ kind: "deal", field: "c_renewal", days: 0 }), then: mark("own {{record.name}}") });
    await rule(store, {
      when: date({ kind: "contact", field: "birthday", days: 0, yearly: true }),
      then: mark("birthday {{record.name}}"),
    });
    const { engine, time } = openBench(store);
    const day = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
    unwrap(
      await createRecord(store, SYSTEM, {
        kind: "deal",
        values: { name: "D", closeDate: day(10), c_renewal: day(5) },
      }),
    );
    const born = `1990${day(3).slice(4)}`;
    unwrap(await createRecord(store, SYSTEM, { kind: "contact", values: { name: "C", birthday: born } }));
    const seen: string[][] = [];
    for (let n = 0; n <= 12; n++) {
      time.ahead = n * DAY;
      await engine.settleAll();
      seen.push(await names(store));
    }
    assert.deepEqual(seen.at(-1), ["before D", "birthday C", "own D"]);
    assert.deepEqual(seen[1], [], "none of them early");
    // The hour is the site's: a day here or there.
    const first = (name: string) => seen.findIndex((list) => list.includes(name));
    assert.ok(Math.abs(first("birthday C") - 3) <= 1 && Math.abs(first("own D") - 5) <= 1);
    assert.ok(Math.abs(first("before D") - 8) <= 1);
  });
});

Deno.test("calls fire by how they ended, by queue and by disposition, and know who called", async () => {
  await withDatabase(async (store) => {
    const { queues, agents } = await centre(store);
    const phone = "+79161234567";
    const contact = unwrap(
      await createRecord(store, SYSTEM, { kind: "contact", values: { name: "Анна", phones: [{ value: phone }] } }),
    );
    await rule(store, { when: { type: "call.missed" }, then: mark("missed {{contact.name}} {{call.number}}") });
    await rule(store, { when: { type: "call.abandoned", queue: queues[1] }, then: mark("second queue") });
    await rule(store, { when: { type: "call.ended", direction: "inbound" }, then: mark("ended") });
    await rule(store, { when: { type: "call.disposition", disposition: "sale" }, then: mark("sale") });
    await store.db.insertInto("dispositions").values({ code: "sale", title_ru: "Продажа", title_en: "Sale" })
      .onConflict((one) => one.doNothing()).execute();
    const { engine } = openBench(store);
    const startedAt = Date.now() - 120_000;
    const call = (id: string, more = {}) => callRecord(id, { number: phone, startedAt, queue: queues[0], ...more });
    // Live first, then whole; an older state again changes nothing.
    await writeCalls(store, [call("c1", { endedAt: null, outcome: null })]);
    await writeCalls(store, [call("c1", { revision: 2 })]);
    await writeCalls(store, [call("c1", { revision: 2 })]);
    await writeCalls(store, [call("c2", { agent: agents[0].user })]);
    await writeCalls(store, [call("old", { startedAt: Date.now() - 3 * DAY })]);
    await engine.settleAll();
    assert.deepEqual(await names(store), ["ended", "ended", `missed Анна ${phone}`]);
    unwrap(await setDisposition(store, { ...SYSTEM, teams: [] }, { id: "c2", disposition: "sale" }));
    await engine.settleAll();
    assert.deepEqual((await names(store)).filter((name) => name === "sale").length, 1);
    const linked = await store.db.selectFrom("tasks").select("contact_id").where("name", "like", "missed%")
      .executeTakeFirstOrThrow();
    assert.equal(linked.contact_id, contact.id);
  });
});

Deno.test("a request of a source fires, for a new lead and for one more of a known person", async () => {
  await withDatabase(async (store) => {
    await company(store);
    const source = await makeSource(store, "webhook", { autoAccept: true });
    await rule(store, { when: { type: "request.came", source: source.id }, then: mark("came {{record.name}}") });
    await rule(store, { when: { type: "request.came", source: crypto.randomUUID() }, then: mark("other") });
    const { engine } = openBench(store);
    await send(store, source, { name: "Анна", phone: "+79161112233" });
    await processAll(store);
    await lead(store, { name: "by hand" });
    await engine.settleAll();
    assert.deepEqual(await names(store), ["came Анна"]);
  });
});

Deno.test("assigned, tagged and done: a change fires only what it changed", async () => {
  await withDatabase(async (store) => {
    const { agents } = await company(store);
    await rule(store, { when: { type: "lead.assigned" }, then: mark("assigned {{record.owner}}") });
    await rule(store, { when: { type: "tag.added", kind: "lead", tag: "vip" }, then: mark("vip") });
    await rule(store, {
      when: { type: "task.done" },
      if: all({ on: "field", of: "record", field: "type", op: "is", value: "call" }),
      then: [{ type: "field.set", field: "result", value: "checked" }],
    });
    const { engine } = openBench(store);
    const { id } = await lead(store, { tags: ["old"] });
    const change = async (kind: "lead" | "task", id: string, values: Record<string, unknown>) => {
      unwrap(await updateRecord(store, SYSTEM, { kind, id, values }));
      await engine.settleAll();
    };
    await change("lead", id, { tags: ["old", "vip"] });
    await change("lead", id, { tags: ["vip"], city: "Пермь" });
    assert.deepEqual(await names(store), ["vip"]);
    await change("lead", id, { owner: agents[0].user });
    assert.deepEqual(await names(store), ["assigned agent1", "vip"]);
    const task = unwrap(
      await createRecord(store, SYSTEM, { kind: "task", values: { name: "T", type: "call", note: "own" } }),
    );
    await change("task", task.id, { status: "done" });
    const row = await store.db.selectFrom("tasks").select("result").where("id", "=", task.id).executeTakeFirstOrThrow();
    assert.equal(row.result, "checked");
  });
});

Deno.test("a request to a rule's own address finds its record, fills texts, and a wrong address is none", async () => {
  await withDatabase(async (store) => {
    const made = await rule(store, {
      when: { type: "webhook.received", kind: "lead", path: "client.phone" },
      if: all({ on: "payload", path: "order.paid", op: "is", value: "true" }),
      then: mark("paid {{payload.order.id}} by {{record.name}}"),
    });
    const plain = await rule(store, { when: { type: "webhook.received" }, then: mark("any {{payload.order.id}}") });
    const { engine } = openBench(store);
    await lead(store, { name: "Анна", phones: [{ value: "+79161112233" }] });
    const payload = { client: { phone: "8 916 111-22-33" }, order: { id: 42, paid: true } };
    assert.deepEqual(await receiveHook(store, { secret: made.secret!, payload }), { ok: true, value: { found: true } });
    unwrap(await receiveHook(store, { secret: made.secret!, payload: { ...payload, order: { id: 43, paid: false } } }));
    unwrap(await receiveHook(store, { secret: made.secret!, payload: { client: { phone: "+79990000000" } } }));
    unwrap(await receiveHook(store, { secret: plain.secret!, payload: { order: { id: "x" } } }));
    const wrong = await receiveHook(store, { secret: "nothing", payload });
    assert.deepEqual(wrong, { ok: false, code: "automation.error.no-rule" });
    await engine.settleAll();
    assert.deepEqual(await names(store), ["any x", "paid 42 by Анна"]);
  });
});
