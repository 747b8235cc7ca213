/** The engine on a real database: nothing lost, nothing twice, whatever wrote the record. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import type { Store } from "@/crm/records.ts";
import { company } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { bulkUpdate, createRecord, insertRecords, schemaOf, undo, updateRecord } from "@/crm/record/mod.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { all, openBench, rule } from "@/crm/automation/testing.ts";

const task = (name: string) => ({ type: "task.create", name, due: { n: 1, unit: "hours" }, to: "nobody" });
const tasks = (store: Store) => store.db.selectFrom("tasks").selectAll().orderBy("created_at").orderBy("id").execute();
const runs = (store: Store) => store.db.selectFrom("automation_runs").selectAll().orderBy("id").execute();
const lead = async (store: Store, values: Record<string, unknown> = {}) =>
  unwrap(await createRecord(store, SYSTEM, { kind: "lead", values: { name: "Анна", ...values } }));

Deno.test("a rule fires once for each record however it came, and not for a quiet import, or leads are lost", async () => {
  await withDatabase(async (store) => {
    await rule(store, { when: { type: "lead.created" }, then: [task("Call {{record.name}}")] });
    const { engine } = openBench(store);
    await engine.settleAll();
    await lead(store, { name: "One" });
    const schema = await schemaOf(store, "lead");
    const row = (name: string) => ({ values: { name, status: "new" } });
    await store.tx((trx) =>
      insertRecords(trx, { ...SYSTEM, origin: "import" }, { kind: "lead", rows: [row("Two"), row("Three")], schema })
    );
    await store.tx((trx) =>
      insertRecords(trx, { ...SYSTEM, origin: "import" }, { kind: "lead", rows: [row("Quiet")], schema, quiet: true })
    );
    await Promise.all([engine.settleAll(), openBench(store).engine.settleAll(), engine.settleAll()]);
    await engine.settleAll();
    assert.deepEqual((await tasks(store)).map(({ name }) => name).sort(), ["Call One", "Call Three", "Call Two"]);
    assert.ok((await tasks(store)).every(({ lead_id }) => lead_id !== null), "linked to the lead");
    const { rows: [event] } = await sql<{ origin: string; cause: string; depth: number }>`select origin, cause, depth
      from events where type = 'task.created' limit 1`.execute(store.db);
    const [run] = await runs(store);
    assert.deepEqual([event.origin, event.depth], ["automation", 1]);
    assert.ok((await runs(store)).some(({ id }) => id === event.cause), "its cause is the run");
    assert.equal(run.state, "done");
  });
});

Deno.test("bulk changes, undo and single edits fire the same rule, with what was before", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    await rule(store, {
      when: { type: "field.changed", kind: "lead", field: "status", becomes: "working" },
      then: [{ type: "tags.change", add: ["seen"] }],
    });
    const { engine } = openBench(store);
    const one = await lead(store);
    const two = await lead(store);
    await engine.settleAll();
    unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id: one.id, values: { status: "working" } }));
    const done = unwrap(
      await bulkUpdate(store, admin, {
        kind: "lead",
        select: { ids: [two.id] },
        values: { status: "working" },
        addTags: [],
        removeTags: [],
      }),
    );
    await engine.settleAll();
    const tags = async () =>
      (await store.db.selectFrom("leads").select("tags").orderBy("id").execute()).map((row) => row.tags);
    assert.deepEqual(await tags(), [["seen"], ["seen"]]);
    assert.equal((await runs(store)).length, 2);
    assert.ok(done.undo);
    unwrap(await undo(store, admin, { id: done.undo! }));
    await engine.settleAll();
    assert.equal((await runs(store)).length, 2, "back to new is not to working");
  });
});

Deno.test("conditions say what they saw, and a rule that does not fit does nothing", async () => {
  await withDatabase(async (store) => {
    await rule(store, {
      when: { type: "lead.created" },
      if: all({ on: "field", of: "record", field: "city", op: "is", value: "Казань" }),
      then: [task("x")],
    });
    const { engine } = openBench(store);
    await lead(store, { city: "Москва" });
    await lead(store, { city: "Казань" });
    await engine.settleAll();
    const [no, yes] = await runs(store);
    assert.deepEqual([no.state, yes.state], ["skipped", "done"]);
    const seen =
      (no.decision as unknown as { groups: { seen: { value: string; held: boolean }[] }[] }).groups[0].seen[0];
    assert.deepEqual([seen.value, seen.held], ["Москва", false]);
    assert.equal((await tasks(store)).length, 1);
  });
});

Deno.test("stages entered and left, won and lost: a move on the board fires what stands on it", async () => {
  await withDatabase(async (store) => {
    await seedPipeline(store, "en");
    const stages = await store.db.selectFrom("stages").selectAll().orderBy("position").execute();
    const won = stages.find(({ type }) => type === "won")!;
    const [first, second] = stages.filter(({ type }) => type === "open");
    await rule(store, { when: { type: "deal.stage-entered", stage: second.id }, then: [task("entered")] });
    await rule(store, { when: { type: "deal.stage-left", stage: first.id }, then: [task("left")] });
    await rule(store, { when: { type: "deal.won" }, then: [task("won")] });
    await rule(store, { when: { type: "deal.lost" }, then: [task("lost")] });
    const { engine } = openBench(store);
    const deal = unwrap(await createRecord(store, SYSTEM, { kind: "deal", values: { name: "D", stage: first.id } }));
    await engine.settleAll();
    assert.equal((await tasks(store)).length, 0);
    unwrap(await updateRecord(store, SYSTEM, { kind: "deal", id: deal.id, values: { stage: second.id } }));
    await engine.settleAll();
    assert.deepEqual((await tasks(store)).map(({ name }) => name).sort(), ["entered", "left"]);
    unwrap(await updateRecord(store, SYSTEM, { kind: "deal", id: deal.id, values: { stage: won.id } }));
    await engine.settleAll();
    assert.deepEqual((await tasks(store)).map(({ name }) => name).sort(), ["entered", "left", "won"]);
    assert.ok((await tasks(store)).every(({ deal_id }) => deal_id === deal.id));
  });
});

Deno.test("two rules that call each other stop with an error in the log, or the night is spent in a circle", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const flip = (to: string, from: string) =>
      rule(store, {
        when: { type: "field.changed", kind: "lead", field: "city", becomes: from },
        then: [{ type: "field.set", field: "city", value: to }],
      }, admin);
    await flip("B", "A");
    await flip("A", "B");
    const { engine } = openBench(store);
    const { id } = await lead(store, { city: "C" });
    unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id, values: { city: "A" } }));
    await engine.settleAll();
    const all = await runs(store);
    assert.deepEqual(all.map(({ state }) => state), ["done", "done", "stopped"]);
    assert.deepEqual([all[2].error, all[2].detail], ["automation.error.loop", { steps: 2 }]);
    assert.deepEqual(all[2].chain.length, 2);
    const notices = await store.db.selectFrom("notices").selectAll().execute();
    assert.deepEqual(notices.map(({ user_id, kind }) => [user_id, kind]), [[admin.user, "automation-failed"]]);
  });
});

Deno.test("a chain over many records ends at its limit", async () => {
  await withDatabase(async (store) => {
    await rule(store, { when: { type: "task.created" }, then: [task("again")] });
    const { engine } = openBench(store);
    unwrap(await createRecord(store, SYSTEM, { kind: "task", values: { name: "first" } }));
    await engine.settleAll();
    const all = await runs(store);
    assert.equal(all.length, 9);
    assert.deepEqual([all[8].state, all[8].error], ["stopped", "automation.error.chain"]);
    assert.equal((await tasks(store)).length, 9);
  });
});

Deno.test("a rule that fails again and again rests with its reason, and goes on when it is switched on", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const made = await rule(store, {
      when: { type: "lead.created" },
      then: [{ type: "tags.change", add: ["first"] }, { type: "call.back", name: "Back", to: "nobody" }],
    }, admin);
    const { engine } = openBench(store);
    for (let n = 0; n < 12; n++) await lead(store);
    await engine.settleAll();
    const states = (await runs(store)).map(({ state, error }) => `${state} ${error}`);
    assert.equal(states.filter((one) => one === "failed automation.error.no-phone").length >= 10, true);
    const row = await store.db.selectFrom("automation_rules").selectAll().executeTakeFirstOrThrow();
    assert.equal(row.pause_reason, "automation.error.no-phone");
    const [run] = await runs(store);
    assert.deepEqual(run.results.map(({ state }) => state), ["done", "failed"], "what was done before it stays");
    const before = (await runs(store)).length;
    await lead(store);
    await engine.settleAll();
    assert.equal((await runs(store)).length, before, "it rests");
    const { switchRule } = await import("@/crm/automation/rules.ts");
    unwrap(await switchRule(store, admin, { id: made.id, enabled: true }));
    await lead(store, { phones: [{ value: "+79161234567" }] });
    await engine.settleAll();
    assert.equal((await tasks(store)).at(-1)?.phone, "+79161234567");
  });
});

Deno.test("a wait survives, goes on in its time, and asks its conditions again", async () => {
  await withDatabase(async (store) => {
    await rule(store, {
      when: { type: "lead.created" },
      if: all({ on: "field", of: "record", field: "status", op: "is", value: "new" }),
      then: [
        { type: "tags.change", add: ["waiting"] },
        { type: "wait", for: { n: 2, unit: "hours" }, recheck: true },
        task("late"),
      ],
    });
    const { engine, time } = openBench(store);
    const worked = await lead(store, { name: "worked" });
    await lead(store, { name: "left" });
    await engine.settleAll();
    assert.deepEqual((await runs(store)).map(({ state }) => state), ["waiting", "waiting"]);
    unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id: worked.id, values: { status: "working" } }));
    time.ahead += 3_600_000;
    await engine.settleAll();
    assert.equal((await tasks(store)).length, 0);
    const second = openBench(store);
    second.time.ahead = 2 * 3_600_000 + 1_000;
    await second.engine.settleAll();
    assert.deepEqual((await runs(store)).map(({ state }) => state), ["skipped", "done"]);
    assert.equal((await tasks(store)).length, 1);
  });
});

Deno.test("stop keeps the rules below from the same event, and rules are done in their order", async () => {
  await withDatabase(async (store) => {
    await rule(store, { when: { type: "lead.created" }, then: [task("first"), { type: "stop" }] });
    await rule(store, { when: { type: "lead.created" }, then: [task("second")] });
    const { engine } = openBench(store);
    await lead(store);
    await engine.settleAll();
    assert.deepEqual((await tasks(store)).map(({ name }) => name), ["first"]);
    const [, below] = await runs(store);
    assert.deepEqual([below.state, below.error], ["skipped", "automation.error.stopped-above"]);
  });
});
