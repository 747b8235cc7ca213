/**
 * Revenue of real records: whoever sees deals that are not his, or figures that his deals do not come to, plans wrongly.
 * `DEALS_MAVEN=…` takes the files of the well-known sample instead of made ones.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { company, person } from "@/crm/testing.ts";
import { seedRoles } from "@/crm/people/mod.ts";
import { filesOf } from "@/crm/import/testing_deals.ts";
import { listPipelines, seedPipeline } from "@/crm/pipeline/mod.ts";
import { createRecord, deleteRecords, updateRecord } from "@/crm/record/mod.ts";
import { cents, plant } from "@/crm/reports/testing.ts";
import { unwrap } from "@/crm/result.ts";
import { dealRows } from "@/ml/revenue/dataset.ts";
import { readLives, stateOn } from "@/ml/revenue/life.ts";
import { keepSnapshots, revenueBackTest, revenueHistory, revenueView, revenueWaterfall, setQuota } from "./mod.ts";
import { setQuotaSchema } from "@/ml/revenue/quotas.ts";
import type { PeriodView, RevenueFilter } from "@/ml/revenue/view.ts";
import { type Access, ForbiddenError, SYSTEM } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import { withDatabase } from "@/store/testing.ts";

const FILTER: RevenueFilter = { pipeline: null, team: null, owner: null, currency: "USD", months: 3 };
const NOW = Date.parse("2017-10-15T12:00:00Z");
const whole = sql<boolean>`true`;

async function movedTo(store: Store, at: string): Promise<void> {
  await sql`update events set at = ${at}::timestamptz where at > now() - interval '1 day'`.execute(store.db);
  await sql`update stage_log set at = ${at}::timestamptz where at > now() - interval '1 day'`.execute(store.db);
}

Deno.test("the forecast of real deals adds up by person, team and pipeline, and what is won is what the files hold", async () => {
  const files = await filesOf(Deno.env.get("DEALS_MAVEN"));
  await withDatabase(async (store) => {
    const world = await plant(store, files);
    const view = unwrap(await revenueView(store, SYSTEM, { filter: FILTER, now: NOW }));
    assert.ok(view.forecast, `${view.refused}`);
    const [month] = view.forecast.months;
    assert.equal(month.name, "2017-10");
    const until = "2017-10-15";
    const won = files.deals.filter((deal) =>
      deal.deal_stage === "Won" && deal.close_date >= "2017-10-01" && deal.close_date <= until
    ).reduce((sum, deal) => sum + cents(deal.close_value), 0);
    assert.equal(month.won, won);
    for (const by of ["owner", "team", "pipeline"] as const) {
      const periods: PeriodView[] = [...view.forecast.months, ...view.forecast.quarters];
      for (const { name, expected } of periods) {
        const parts: number[] = view.groups[by].map((one) =>
          one.periods.find((period) => period.name === name)!.expected
        );
        const sum = parts.reduce((all, one) => all + one, 0);
        assert.ok(Math.abs(sum - expected) <= view.groups[by].length + 3, `${by} ${name}: ${sum} is not ${expected}`);
      }
    }
    const numbers = JSON.stringify(view);
    assert.ok(!/NaN|Infinity/.test(numbers));
    // A person's own forecast speaks of that person's deals only.
    const [owner] = world.people.values();
    const own = unwrap(await revenueView(store, SYSTEM, { filter: { ...FILTER, owner }, now: NOW }));
    assert.deepEqual(own.groups.owner.map(({ key }) => key), [owner]);
    assert.ok(own.deals < view.deals);
    const back = unwrap(
      await revenueBackTest(store, SYSTEM, { filter: FILTER, now: Date.parse("2018-01-15T12:00:00Z") }),
    );
    assert.ok(back.ahead[0].told.length >= 3 && back.ahead[0].wape! < 0.5, JSON.stringify(back.ahead[0]));
  });
});

Deno.test("amounts and days of closing are known from the day they were said, not from the day of the question", async () => {
  await withDatabase(async (store) => {
    await company(store);
    await seedPipeline(store, "en");
    const [{ stages }] = await listPipelines(store, SYSTEM);
    const values = { name: "Deal", amount: { minor: 1_000, currency: "USD" }, closeDate: "2026-02-10" };
    const { id } = unwrap(await createRecord(store, SYSTEM, { kind: "deal", values }));
    await movedTo(store, "2026-01-05T10:00:00Z");
    await sql`update deals set created_at = '2026-01-05T10:00:00Z'`.execute(store.db);
    const change = (values: Record<string, unknown>) =>
      updateRecord(store, SYSTEM, { kind: "deal", id, values }).then(unwrap);
    await change({ amount: { minor: 3_000, currency: "USD" } });
    await movedTo(store, "2026-01-20T10:00:00Z");
    await change({ closeDate: "2026-03-10" });
    await movedTo(store, "2026-02-01T10:00:00Z");
    await change({ stage: stages.find(({ type }) => type === "won")!.id });
    await movedTo(store, "2026-03-03T10:00:00Z");
    await sql`update deals set closed_at = '2026-03-03T10:00:00Z', stage_since = '2026-03-03T10:00:00Z'`
      .execute(store.db);
    const { texts } = await dealRows(store, { where: whole, currency: "USD", timeZone: "Europe/Moscow" });
    const [life] = readLives(texts);
    const on = (day: string) => {
      const state = stateOn(life, day);
      return state && [state.status, state.minor, state.closeDate];
    };
    assert.equal(on("2026-01-04"), null);
    assert.deepEqual(on("2026-01-05"), ["open", 1_000, "2026-02-10"]);
    assert.deepEqual(on("2026-01-20"), ["open", 3_000, "2026-02-10"]);
    assert.deepEqual(on("2026-02-01"), ["open", 3_000, "2026-03-10"]);
    assert.deepEqual(on("2026-03-03"), ["won", 3_000, "2026-03-10"]);
    const fall = async (from: string, to: string, period: string | null = null) => {
      const { currency, pipeline, team, owner } = FILTER;
      const view = unwrap(
        await revenueWaterfall(store, SYSTEM, {
          filter: { currency, pipeline, team, owner },
          from,
          to,
          period,
        }),
      );
      return Object.fromEntries(view.steps.filter(({ deals }) => deals > 0).map(({ step, minor }) => [step, minor]));
    };
    assert.deepEqual(await fall("2026-01-04", "2026-03-10"), { new: 3_000, won: -3_000 });
    assert.deepEqual(await fall("2026-01-10", "2026-01-25"), { bigger: 2_000 });
    assert.deepEqual(await fall("2026-01-25", "2026-02-15", "2026-Q1"), {});
    assert.deepEqual(await fall("2026-01-25", "2026-02-15", "2026-02"), { "moved-out": -3_000 });
    assert.deepEqual(await fall("2026-01-25", "2026-02-15", "2026-03"), { "moved-in": 3_000 });
    unwrap(await deleteRecords(store, SYSTEM, { kind: "deal", select: { ids: [id] } }));
    assert.deepEqual(await fall("2026-02-15", "2030-01-01"), { removed: -3_000 });
  });
});

Deno.test("nobody is told of deals out of reach, and hidden amounts are told to nobody", async () => {
  await withDatabase(async (store) => {
    const people = await company(store);
    await seedPipeline(store, "en");
    for (const [n, boss] of people.supervisors.entries()) {
      const values = {
        name: `Deal ${n}`,
        amount: { minor: 1_000 * (n + 1), currency: "USD" },
        owner: people.agents[n].user,
      };
      unwrap(await createRecord(store, boss, { kind: "deal", values }));
    }
    const see = async (access: Access) => unwrap(await revenueView(store, access, { filter: FILTER }));
    assert.equal((await see(people.admin)).deals, 2);
    assert.equal((await see(people.analyst)).deals, 2);
    const own = await see(people.supervisors[0]);
    assert.deepEqual([own.deals, own.refused, own.undated.minor], [1, "too-few-wins", 1_000]);
    await assert.rejects(() => revenueView(store, people.agents[0], { filter: FILTER }), ForbiddenError);
    const blind: Access = { ...people.analyst, fields: new Map([["deal.amount", "hidden"]]) };
    assert.equal(
      (await revenueView(store, blind, { filter: FILTER }) as { code: string }).code,
      "revenue.error.no-amounts",
    );
    const nameless: Access = { ...people.analyst, fields: new Map([["deal.owner", "hidden"]]) };
    assert.deepEqual((await see(nameless)).groups.owner, []);
    const asked = await revenueView(store, nameless, { filter: { ...FILTER, owner: people.agents[0].user } });
    assert.equal((asked as { code: string }).code, "revenue.error.bad-filter");
  });
});

Deno.test("quotas are set for people in reach only, and two who set one at once do not overwrite each other", async () => {
  await withDatabase(async (store) => {
    const people = await company(store);
    await seedPipeline(store, "en");
    const [boss, otherBoss] = people.supervisors;
    const quota = (given: Record<string, unknown>) =>
      setQuotaSchema.parse({ period: "2026-Q4", currency: "RUB", minor: 100, ...given });
    const set = (access: Access, given: Record<string, unknown>) => setQuota(store, access, quota(given));
    const owner = people.agents[0].user;
    const made = unwrap(await set(boss, { owner, version: 0 }))!;
    assert.deepEqual([made.minor, made.version], [100, 1]);
    assert.equal((await set(otherBoss, { owner }) as { code: string }).code, "revenue.error.quota-not-yours");
    assert.equal(
      (await set(otherBoss, { team: people.teams[0] }) as { code: string }).code,
      "revenue.error.quota-not-yours",
    );
    await assert.rejects(() => set(people.analyst, { owner }), ForbiddenError);
    assert.equal(
      (await set(boss, { owner, minor: 5, version: 0 }) as { code: string }).code,
      "revenue.error.quota-changed",
    );
    unwrap(await set(people.admin, { owner, minor: 300, version: 1 }));
    unwrap(await set(people.admin, { team: people.teams[1], minor: 900 }));
    const seen = async (access: Access) =>
      unwrap(
        await revenueView(store, access, {
          filter: { ...FILTER, currency: "RUB" },
          now: Date.parse("2026-11-15T12:00:00Z"),
        }),
      )
        .quotas.map(({ minor }) => minor);
    assert.deepEqual(await seen(boss), [300]);
    assert.deepEqual((await seen(people.analyst)).sort(), [300, 900]);
    unwrap(await set(boss, { owner, minor: null }));
    assert.deepEqual(await seen(boss), []);
    const log = await store.db.selectFrom("audit").select("action").where("entity_kind", "=", "quota").execute();
    assert.deepEqual(log.map(({ action }) => action).sort(), [
      "quota.created",
      "quota.created",
      "quota.deleted",
      "quota.updated",
    ]);
  });
});

Deno.test("what was told each day is kept once, whoever runs it again, and is told to those who may see all of it", async () => {
  const every = await filesOf(Deno.env.get("DEALS_MAVEN"));
  const names = new Set(every.people.slice(0, 2).concat(every.people.slice(-2)).map((one) => one.sales_agent));
  const people = every.people.filter((one) => names.has(one.sales_agent));
  const files = { ...every, people, deals: every.deals.filter((one) => names.has(one.sales_agent)) };
  await withDatabase(async (store) => {
    await seedRoles(store);
    const world = await plant(store, files);
    const kept = await keepSnapshots(store, { now: NOW });
    assert.ok(kept.snapshots > 0 && kept.currencies === 1);
    const count = async () =>
      Number((await sql<{ n: number }>`select count(*)::int as n from revenue_snapshots`.execute(store.db)).rows[0].n);
    const first = await count();
    await keepSnapshots(store, { now: NOW });
    assert.equal(await count(), first);
    const { currency, pipeline, team, owner } = FILTER;
    const all = { currency, pipeline, team, owner, period: "2017-Q4" };
    const history = unwrap(
      await revenueHistory(store, SYSTEM, { filter: all, now: Date.parse("2018-01-20T12:00:00Z") }),
    );
    assert.ok(history.points.length > 1, JSON.stringify(history.points));
    assert.deepEqual(history.points.filter(({ told }) => told).map(({ asOf }) => asOf), ["2017-10-15"]);
    const fourth = files.deals.filter((deal) =>
      deal.deal_stage === "Won" && deal.close_date.slice(0, 7) >= "2017-10" && deal.close_date < "2018"
    )
      .reduce((sum, deal) => sum + cents(deal.close_value), 0);
    assert.equal(history.came, fourth);
    const [home, away] = [...world.teams.values()];
    const boss = await person(store, "boss", { role: "supervisor", team: home });
    unwrap(await revenueHistory(store, boss, { filter: { ...all, team: home }, now: NOW }));
    const other = await revenueHistory(store, boss, { filter: { ...all, team: away }, now: NOW });
    assert.equal((other as { code: string }).code, "revenue.error.no-history");
    const aborted = keepSnapshots(store, { now: NOW + 86_400_000, signal: AbortSignal.abort() });
    await assert.rejects(aborted);
    assert.equal(await count(), first, "a run that was killed leaves nothing half");
  });
});
