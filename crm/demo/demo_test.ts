import assert from "node:assert/strict";
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { callTotals, listCalls, listCallsSchema, sumsOf } from "@/crm/calls/mod.ts";
import {
  DEMO_PASSWORD,
  demoCallers,
  demoScene,
  guardDemoPassword,
  seedDemo,
  seedDemoHistory,
  seedDemoPast,
} from "@/crm/demo/mod.ts";
import { demoHistory } from "@/crm/demo/history.ts";
import { firstAdministrator, listUsers, logIn, seedRoles } from "@/crm/people/mod.ts";
import { loadDirectory, seedDefaults } from "@/crm/queues/mod.ts";
import { parsePhone } from "@/crm/contacts/mod.ts";

const NOW = Date.UTC(2026, 2, 12, 12);
const from = { ip: "127.0.0.1" };

for (const locale of ["ru", "en"] as const) {
  Deno.test(`a newcomer finds a working company with a past in ${locale}, and can log in`, async () => {
    await withDatabase(async (store) => {
      assert.equal(await seedDemo(store, { locale, loopback: true }), DEMO_PASSWORD);
      const started = performance.now();
      const count = await seedDemoHistory(store, { now: NOW });
      console.log(`${count} calls of history in ${Math.round(performance.now() - started)} ms`);
      assert.equal(await seedDemo(store, { locale, loopback: true }), null, "once");
      assert.equal(await seedDemoHistory(store, { now: NOW }), 0, "once");

      const scene = await demoScene(store);
      assert.deepEqual(scene?.logins.map((one) => one.role), ["agent", "supervisor", "analyst", "administrator"]);
      for (const { login } of scene?.logins ?? []) {
        assert.ok((await logIn(store, { login, password: DEMO_PASSWORD }, from)).ok, login);
      }
      const directory = await loadDirectory(store);
      assert.equal(directory.queues.length, 3);
      assert.equal(directory.agents.filter((agent) => agent.queues.length > 0).length, 12);
      assert.equal(scene?.crew.length, 10);
      assert.equal(scene?.lines.length, 3);
      const caller = await demoCallers(store, { seed: 7 });
      assert.deepEqual(caller(3), caller(3));
      assert.ok(parsePhone(caller(1).number));

      const page = await listCalls(store, SYSTEM, listCallsSchema.parse({ limit: 200 }));
      assert.ok(page.rows.some((call) => call.contactName), "callers are known people");
      assert.ok(page.rows.some((call) => call.disposition));
      const totals = await callTotals(store, SYSTEM, { from: new Date(NOW - 15 * 86_400_000), to: new Date(NOW) });
      assert.equal(totals.calls, count);
      assert.ok(count > 1_500 && count < 8_000, `${count} calls`);
      const lost = totals.abandoned / totals.calls;
      assert.ok(lost > 0.01 && lost < 0.25, `${lost} abandoned`);
      assert.ok(totals.answeredInTime / totals.answered > 0.5, "a contact centre that works");
      assert.equal(totals.live, 0);
    });
  });
}

Deno.test("forecasting has twenty weeks of the demo's calls to learn from, written once and in seconds", async () => {
  await withDatabase(async (store) => {
    assert.equal(await seedDemoPast(store), 0, "not into an installation without the demo");
    await seedDemo(store, { locale: "ru", loopback: true });
    assert.equal(await seedDemoPast(store), 0, "not before the history that it precedes");
    await seedDemoHistory(store, { now: NOW });
    const started = performance.now();
    const count = await seedDemoPast(store);
    const took = performance.now() - started;
    console.log(`${count} calls of the long past in ${Math.round(took)} ms`);
    assert.ok(count > 20_000 && count < 60_000, `${count} calls`);
    assert.equal(await seedDemoPast(store), 0, "once");
    const { rows } = await sql<{ weekday: number; calls: number }>`
      select extract(isodow from started_at at time zone 'Europe/Moscow')::int as weekday, count(*)::int as calls
      from calls group by 1 order by 1`.execute(store.db);
    assert.ok(rows[0].calls > 2 * rows[6].calls, "weekdays differ");
    const totals = await callTotals(store, SYSTEM, {
      from: new Date(NOW - 140 * 86_400_000),
      to: new Date(NOW - 20 * 86_400_000),
    });
    const lost = totals.abandoned / totals.calls;
    assert.ok(lost > 0.01 && lost < 0.25, `${lost} abandoned`);
  });
});

Deno.test("the history is possible: agents never talk to two callers at once, and the seed alone decides it", () => {
  const agents = Array.from(
    { length: 12 },
    (_, n) => ({ id: `agent${n}`, serves: ["sales" as const, "support" as const] }),
  );
  const plan = {
    seed: 5,
    now: NOW,
    days: 14,
    queues: { sales: "s", support: "u", delivery: "d" },
    agents: [...agents, { id: "courier", serves: ["delivery" as const] }],
    contacts: [],
    callNotes: [""],
  };
  const calls = demoHistory(plan);
  assert.deepEqual(demoHistory(plan), calls);
  assert.equal(new Set(calls.map((call) => call.id)).size, calls.length);
  const busyUntil = new Map<string, number>();
  const busy = calls.flatMap((call) => call.segments.filter((segment) => segment.agent && segment.kind !== "queue"))
    .sort((a, b) => a.from - b.from);
  for (const { agent, from, to } of busy) {
    assert.ok(from >= (busyUntil.get(agent ?? "") ?? 0), `${agent} is in two places`);
    busyUntil.set(agent ?? "", to ?? Infinity);
  }
  for (const call of calls) {
    const last = call.segments.at(-1);
    assert.ok(last?.to && last.to <= NOW);
    call.segments.reduce((until, segment) => {
      assert.equal(segment.from, until, "segments follow one another");
      assert.ok((segment.to ?? 0) >= segment.from);
      return segment.to ?? 0;
    }, call.startedAt);
    const sums = sumsOf(call.segments);
    assert.equal(sums.waitMs, (call.answeredAt ?? call.endedAt ?? 0) - (call.queuedAt ?? 0));
    assert.equal(call.outcome === "answered", sums.talkMs > 0);
  }
});

Deno.test("the documented password never guards a console that a network can reach", async () => {
  await withDatabase(async (store) => {
    await seedDemo(store, { locale: "ru", loopback: true });
    const session = unwrap(await logIn(store, { login: "anna", password: DEMO_PASSWORD }, from));
    assert.equal(await guardDemoPassword(store, { loopback: true }), DEMO_PASSWORD);
    const password = await guardDemoPassword(store, { loopback: false });
    assert.ok(password && password !== DEMO_PASSWORD);
    assert.equal((await logIn(store, { login: "anna", password: DEMO_PASSWORD }, from)).ok, false);
    assert.ok((await logIn(store, { login: "anna", password }, from)).ok);
    const { revoked_at } = await store.db.selectFrom("sessions").select("revoked_at").where("id", "=", session.session)
      .executeTakeFirstOrThrow();
    assert.ok(revoked_at);
    assert.equal(await guardDemoPassword(store, { loopback: false }), null);
  });
  await withDatabase(async (store) => {
    assert.notEqual(await seedDemo(store, { locale: "ru", loopback: false }), DEMO_PASSWORD);
  });
});

Deno.test("an installation without the demo has one way in and words to begin with", async () => {
  await withDatabase(async (store) => {
    await seedRoles(store);
    await seedDefaults(store);
    const first = await firstAdministrator(store, { locale: "ru" });
    assert.ok(first);
    const entered = unwrap(await logIn(store, first, from));
    assert.equal(entered.mustChangePassword, true);
    assert.equal(await firstAdministrator(store, { locale: "ru" }), null);
    assert.equal((await listUsers(store, SYSTEM)).length, 1);
    assert.equal(await seedDemo(store, { locale: "ru", loopback: true }), null, "not into a real database");
    assert.equal(await demoScene(store), null);
    assert.equal(await seedDemoHistory(store), 0);
  });
});
