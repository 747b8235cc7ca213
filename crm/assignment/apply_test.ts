/** Rules on a real database: the same conditions as lists have, turns under lock, nobody who is gone. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import type { Store } from "@/crm/records.ts";
import { company, person } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { createRecord, schemaOf, undo, type Values } from "@/crm/record/mod.ts";
import { makeSource, processAll, send } from "@/crm/intake/testing.ts";
import { assign } from "./apply.ts";
import { assignExisting, tryOnLast } from "./existing.ts";
import { createRule, orderRules, updateRule } from "./rules.ts";
import { markPresence } from "./presence.ts";
import { type RuleInput, ruleSchema } from "./schemas.ts";

const rule = (store: Store, input: Partial<Omit<RuleInput, "pool">> & { pool?: Partial<RuleInput["pool"]> }) =>
  createRule(store, SYSTEM, ruleSchema.parse({ name: "Rule", strategy: "round-robin", ...input })).then(unwrap);
const give = async (store: Store, values: Values = {}, at = new Date()) => {
  const schema = await schemaOf(store, "lead");
  return await store.tx((trx) => assign(trx, { values, schema, at }));
};

Deno.test("thirty leads at once go round the pool evenly, or two people get the same turn", async () => {
  await withDatabase(async (store) => {
    const { teams, agents } = await company(store);
    const third = await person(store, "agent3", { role: "agent", team: teams[0] });
    await rule(store, { pool: { teams, users: [third.user] } });
    const source = await makeSource(store, "webhook", { autoAccept: true });
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => send(store, source, { name: `L${n}`, phone: `+7916000${1000 + n}` })),
    );
    await Promise.all([processAll(store), processAll(store), processAll(store)]);
    const { rows } = await sql<{ owner_id: string; n: number }>`select owner_id, count(*)::int as n from leads
      group by owner_id`.execute(store.db);
    const people = new Set([...agents.map(({ user }) => user as string), third.user as string]);
    const supervisors = rows.filter(({ owner_id }) => !people.has(owner_id)).length;
    assert.equal(rows.length, 3 + supervisors);
    assert.equal(rows.reduce((sum, { n }) => sum + n, 0), 30);
    assert.ok(Math.max(...rows.map(({ n }) => n)) - Math.min(...rows.map(({ n }) => n)) <= 1);
  });
});

Deno.test("the first rule that fits decides: conditions are those of lists, own fields and hours included", async () => {
  await withDatabase(async (store) => {
    const { teams, agents } = await company(store);
    await store.db.insertInto("fields").values({
      id: crypto.randomUUID(),
      kind: "lead",
      key: "c_plan",
      type: "text",
      title_ru: "Тариф",
      title_en: "Plan",
    }).execute();
    await rule(store, {
      name: "kazan",
      strategy: "person",
      pool: { users: [agents[0].user] },
      conditions: [{ field: "city", op: "is", value: "Казань" }, { field: "c_plan", op: "filled" }],
    });
    await rule(store, {
      name: "night",
      strategy: "team",
      team: teams[1],
      hours: { days: [1, 2, 3, 4, 5, 6, 7], from: "22:00", to: "06:00", timeZone: "UTC" },
    });
    await rule(store, { name: "rest", strategy: "person", pool: { users: [agents[1].user] } });
    const day = new Date("2026-03-02T12:00:00Z");
    const night = new Date("2026-03-02T23:00:00Z");
    assert.equal((await give(store, { city: "Казань", c_plan: "x" }, night)).owner, agents[0].user);
    assert.equal((await give(store, { city: "Казань" }, day)).owner, agents[1].user);
    assert.deepEqual(await give(store, {}, night).then(({ owner, team }) => [owner, team]), [null, teams[1]]);
    await sql`update users set disabled_at = now() where id = ${agents[1].user}`.execute(store.db);
    assert.equal((await give(store, {}, day)).owner, null, "who is gone gets nothing");
    const bad = await createRule(
      store,
      SYSTEM,
      ruleSchema.parse({
        name: "x",
        strategy: "person",
        pool: { users: [agents[0].user] },
        conditions: [{ field: "nothing", op: "is", value: "1" }],
      }),
    );
    assert.deepEqual(bad.ok ? "" : bad.code, "intake.error.bad-condition");
  });
});

Deno.test("only people on the line are chosen when the rule says so, and by load the freest", async () => {
  await withDatabase(async (store) => {
    const { agents } = await company(store);
    const users = agents.map(({ user }) => user);
    const id = await rule(store, { strategy: "load", pool: { users }, onlineOnly: true, fallback: "nobody" });
    assert.equal((await give(store)).owner, null);
    await markPresence(store, [users[1]]);
    assert.equal((await give(store)).owner, users[1]);
    await markPresence(store, users);
    for (let n = 0; n < 3; n++) {
      unwrap(await createRecord(store, SYSTEM, { kind: "lead", values: { name: `busy ${n}`, owner: users[1] } }));
    }
    assert.equal((await give(store)).owner, users[0]);
    const heavy = ruleSchema.parse({
      name: "weighed",
      strategy: "load",
      pool: { users, weights: { [users[1]]: 100 } },
    });
    unwrap(await createRecord(store, SYSTEM, { kind: "lead", values: { name: "one", owner: users[0] } }));
    unwrap(await updateRule(store, SYSTEM, { id, ...heavy }));
    assert.equal((await give(store)).owner, users[1], "three of a hundred are less than one of one");
    await sql`update line_presence set seen_at = now() - interval '2 minutes'`.execute(store.db);
    unwrap(await updateRule(store, SYSTEM, { id, ...heavy, onlineOnly: true, fallback: "offline" }));
    assert.equal((await give(store)).owner, users[1], "nobody on the line: whoever of the pool");
  });
});

Deno.test("leads that are there are given by the rules and taken back at one click; a trial changes nothing", async () => {
  await withDatabase(async (store) => {
    const { admin, agents, analyst, supervisors } = await company(store);
    const first = await rule(store, { name: "a", strategy: "person", pool: { users: [agents[0].user] } });
    const second = await rule(store, { name: "b", strategy: "person", pool: { users: [agents[1].user] } });
    const lead = unwrap(await createRecord(store, SYSTEM, { kind: "lead", values: { name: "Old" } }));
    const [trial] = await tryOnLast(store, admin, { count: 50 });
    assert.deepEqual([trial.rule, trial.owner], ["a", agents[0].user]);
    unwrap(await orderRules(store, admin, { ids: [second, first] }));
    const done = unwrap(await assignExisting(store, admin, { select: { ids: [lead.id] } }));
    const owner = async () =>
      (await store.db.selectFrom("leads").select("owner_id").executeTakeFirstOrThrow()).owner_id;
    assert.deepEqual([done.changed, await owner()], [1, agents[1].user]);
    unwrap(await undo(store, admin, { id: done.undo! }));
    assert.equal(await owner(), null);
    await assert.rejects(assignExisting(store, agents[0], { select: { ids: [lead.id] } }), /leads.edit/);
    await assert.rejects(assignExisting(store, analyst, { select: { ids: [lead.id] } }), /leads.edit/);
    const foreign = unwrap(await assignExisting(store, supervisors[0], { select: { ids: [lead.id] } }));
    assert.equal(foreign.changed, 0, "a lead out of reach stays as it is");
  });
});
