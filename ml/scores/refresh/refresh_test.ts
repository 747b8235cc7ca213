/** Scores kept on a real database: fresh, bounded, and never a change that somebody made. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { systemClock } from "@/actors/runtime/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { writeCalls } from "@/crm/calls/mod.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { callRecord, company } from "@/crm/testing.ts";
import { createRecord, listRecords, updateRecord } from "@/crm/record/mod.ts";
import { assign } from "@/crm/assignment/apply.ts";
import { createRule, ruleSchema } from "@/crm/assignment/mod.ts";
import { schemaOf } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { setLeadScorer } from "@/crm/scores/mod.ts";
import { Champions } from "@/ml/scores/refresh/champions.ts";
import { leadScorer } from "@/ml/scores/refresh/coming.ts";
import { ScoreKeeper } from "@/ml/scores/refresh/keeper.ts";
import { moveCursor, touchedRecords } from "@/ml/scores/refresh/touched.ts";
import { pastLeads, trainedChampion } from "@/ml/scores/testing.ts";
import type { Store } from "@/store/store.ts";

const NOW = Date.now();

async function scene(work: (store: Store, keeper: ScoreKeeper) => Promise<void>, open = 30) {
  await withDatabase(async (store) => {
    await company(store);
    await pastLeads(store, { count: 500, open, now: NOW });
    // What was written before there was a model is nobody's news.
    await new ScoreKeeper(store, systemClock).settleAll();
    await trainedChampion(store, { now: NOW });
    await work(store, new ScoreKeeper(store, systemClock));
  });
}

const scores = async (store: Store) =>
  (await sql<{ id: string; city: string; status: string; score: number | null; version: number; updated_at: Date }>`
    select id, city, status, score, version, updated_at from leads order by id`.execute(store.db)).rows;
const count = async (store: Store, table: string) =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(store.db)).rows[0].n;

Deno.test("open leads get a score at promotion, closed ones keep theirs, and nobody's change is written for it", () =>
  scene(async (store, keeper) => {
    const before = await scores(store), audit = await count(store, "audit");
    assert.equal(await keeper.settleAll() >= 30, true);
    const after = await scores(store);
    const open = after.filter(({ status }) => status === "new");
    assert.ok(open.every(({ score }) => score !== null && score >= 0 && score <= 100));
    assert.ok(after.filter(({ status }) => status !== "new").every(({ score }) => score === null));
    const mean = (city: string) => {
      const of = open.filter((one) => one.city === city);
      return of.reduce((sum, { score }) => sum + score!, 0) / of.length;
    };
    assert.ok(mean("Казань") > mean("Омск") + 20, `${mean("Казань")} ${mean("Омск")}`);
    assert.deepEqual(
      after.map(({ id, version, updated_at }) => [id, version, updated_at]),
      before.map(({ id, version, updated_at }) => [id, version, updated_at]),
    );
    assert.equal(await count(store, "audit"), audit);
    assert.equal(await count(store, "record_scores"), open.length);
    const { rows: loud } = await sql`select 1 from events where type = 'lead.score-changed' and not quiet`.execute(
      store.db,
    );
    assert.equal(loud.length, 0, "a new model starts no rules for everybody at once");
    const events = await count(store, "events");
    assert.equal(await keeper.settleAll(), 0, "its own events are nothing to score again");
    assert.equal(await count(store, "events"), events);
    const page = await listRecords(store, SYSTEM, {
      kind: "lead",
      text: "",
      filter: [{ field: "score", op: "filled" }],
      sort: { field: "score", desc: true },
      limit: 100,
      archived: false,
    });
    const told = page.rows.map(({ values }) => values.score as number);
    assert.deepEqual(told, told.toSorted((a, b) => b - a));
    assert.equal(told.length, open.length);
  }));

Deno.test("a changed lead is scored anew with its reasons and an event for rules, and by no way can people write a score", () =>
  scene(async (store, keeper) => {
    await keeper.settleAll();
    const lead = (await scores(store)).find(({ status, city }) => status === "new" && city === "Омск")!;
    const refused = await updateRecord(store, SYSTEM, { kind: "lead", id: lead.id, values: { score: 99 } });
    assert.ok(!refused.ok || refused.value.values.score === lead.score);
    unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id: lead.id, values: { city: "Казань" } }));
    await keeper.settleAll();
    const now = (await scores(store)).find(({ id }) => id === lead.id)!;
    assert.ok(now.score! > lead.score! + 20, `${lead.score} → ${now.score}`);
    assert.equal(now.version, lead.version + 1, "the city's change and no other");
    const { rows: [event] } = await sql<{ data: unknown; before: unknown; quiet: boolean }>`select data, before, quiet
      from events where type = 'lead.score-changed' and entity_id = ${lead.id} order by position desc limit 1`
      .execute(store.db);
    assert.deepEqual(event, { data: { score: now.score }, before: { score: lead.score }, quiet: false });
    const { rows: [kept] } = await sql<
      { reasons: { column: string; value: string; effect: number }[]; features: { city: string } }
    >`
      select reasons, features from record_scores where record_id = ${lead.id} order by id desc limit 1`.execute(
      store.db,
    );
    assert.equal(kept.features.city, "Казань");
    assert.ok(kept.reasons.some(({ column, value, effect }) => column === "city" && value === "Казань" && effect > 0));
  }));

Deno.test("a task and a call of a lead are news of its score, also of the deal that came from it", () =>
  scene(async (store) => {
    await seedPipeline(store, "en");
    const lead = (await scores(store)).find(({ status }) => status === "new")!;
    const phones = ["+79161234567"];
    unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id: lead.id, values: { phones } }));
    const deal = unwrap(
      await createRecord(store, SYSTEM, { kind: "deal", values: { name: "D", lead: lead.id }, trusted: true }),
    );
    const settle = async () => {
      const seen = { lead: [] as string[], deal: [] as string[] };
      for (let one = await touchedRecords(store); one; one = await touchedRecords(store)) {
        seen.lead.push(...one.ids.lead);
        seen.deal.push(...one.ids.deal);
        await moveCursor(store, one);
      }
      return seen;
    };
    await settle();
    unwrap(await createRecord(store, SYSTEM, { kind: "task", values: { name: "Call", lead: lead.id } }));
    assert.deepEqual(await settle(), { lead: [lead.id], deal: [] });
    await writeCalls(store, [callRecord("call-1", { number: phones[0], startedAt: Date.now() - 120_000 })]);
    assert.deepEqual(await settle(), { lead: [lead.id], deal: [deal.id] });
    assert.deepEqual(await settle(), { lead: [], deal: [] });
  }, 3));

Deno.test("a round that is killed goes on where it stood and scores everybody once", () =>
  scene(async (store, keeper) => {
    await keeper.settleAll();
    const half = (await scores(store)).filter(({ status }) => status === "new").map(({ id }) => id);
    await sql`update leads set score = null, score_version = null`.execute(store.db);
    await sql`update score_sweeps set after = ${half[199]}, ended_at = null`.execute(store.db);
    assert.equal(await new ScoreKeeper(store, systemClock).settleAll(), half.length - 200);
    const told = (await scores(store)).filter(({ score }) => score !== null).map(({ id }) => id);
    assert.deepEqual(told, half.slice(200));
  }, 450));

Deno.test("rules of assignment know the score of a lead that is just coming, or the best ones go to whoever is next", () =>
  scene(async (store) => {
    const { rows: users } = await sql<{ id: string; login: string }>`select id, login from users order by login`
      .execute(store.db);
    const to = (login: string) => users.find((one) => one.login === login)!.id;
    for (const [name, login, value] of [["best", "agent1", 55], ["rest", "agent2", 0]] as const) {
      unwrap(
        await createRule(
          store,
          SYSTEM,
          ruleSchema.parse({
            name,
            strategy: "person",
            pool: { users: [to(login)] },
            conditions: [{ field: "score", op: "more", value }],
          }),
        ),
      );
    }
    const schema = await schemaOf(store, "lead");
    const give = (city: string) =>
      store.tx((trx) => assign(trx, { values: { city }, schema, at: new Date(NOW) })).then(({ owner }) => owner);
    assert.equal(await give("Казань"), null, "without a model no score, and rules by score fit nobody");
    setLeadScorer(await leadScorer(store, new Champions(store)));
    try {
      assert.equal(await give("Казань"), to("agent1"));
      assert.equal(await give("Омск"), to("agent2"));
    } finally {
      setLeadScorer(null);
    }
  }, 1));
