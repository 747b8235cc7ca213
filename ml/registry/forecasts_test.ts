import assert from "node:assert/strict";
import { unwrap } from "@/crm/result.ts";
import { addDays } from "@/ml/calendar/days.ts";
import { championForecast, forecastDays, toldBefore } from "@/ml/registry/mod.ts";
import { writeForecasts } from "@/ml/registry/forecasts.ts";
import { KEPT_AHEAD, pruneRegistry } from "@/ml/registry/prune.ts";
import { fakeData, fakeTrainer, volumeTrained } from "@/ml/registry/testing.ts";
import { type Company, NOW, withCompany } from "@/ml/registry/testing_company.ts";
import { watchModel } from "@/ml/registry/watch.ts";
import { tellDays } from "@/ml/registry/tell.ts";

const TODAY = "2026-03-02";
const hour = (calls: number) => [calls, calls];

/** Told on `madeOn`: so many calls an hour on each of these days. */
async function told({ store, model }: Company, options: { madeOn: string; days: string[]; calls: number }) {
  const { rows: [{ champion_id: version }] } = await store.pool.query("select champion_id from forecast_models");
  const { madeOn, days, calls } = options;
  await writeForecasts(store.db, {
    model: model.id,
    version,
    madeOn,
    step: 60,
    opens: 480,
    level: 0.8,
    days: days.map((day) => ({
      day,
      expected: hour(calls),
      low: hour(calls - 1),
      high: hour(calls + 1),
      handle: null,
      patience: null,
    })),
  });
}
const daysTo = (last: string, count: number) => Array.from({ length: count }, (_, n) => addDays(last, n + 1 - count));

Deno.test("a day is set beside what was told before it began: what was told afterwards is no forecast", async () => {
  await withCompany(async (company) => {
    const { store, people: { analyst, queues }, model, train } = company;
    assert.equal(await championForecast(store, analyst, { queue: queues[0], day: TODAY }), null);
    await train();
    await told(company, { madeOn: "2026-03-03", days: ["2026-03-03", "2026-03-04"], calls: 20 });
    await told(company, { madeOn: "2026-03-05", days: ["2026-03-04", "2026-03-05"], calls: 99 });
    const at = async (day: string) => (await championForecast(store, analyst, { queue: queues[0], day }))?.expected[0];
    assert.deepEqual([await at(TODAY), await at("2026-03-04"), await at("2026-03-05")], [10, 20, 99]);
    const week = { model: model.id, from: "2026-03-01", to: "2026-03-09" };
    assert.deepEqual((await toldBefore(store.db, { ...week, ahead: 1 })).map(({ day, madeOn }) => [day, madeOn]), [
      ["2026-03-03", TODAY],
      ["2026-03-04", "2026-03-03"],
    ]);
    const [day] = unwrap(await forecastDays(store, analyst, { id: model.id, from: TODAY, to: TODAY }));
    assert.deepEqual([day.level, day.step, day.opens, day.handle, day.patience], [0.8, 60, 480, [200, 210], null]);
  });
});

Deno.test("what was told is kept for the distances that people compare, and no longer than it is of use", async () => {
  await withCompany(async (company) => {
    const { store, train } = company;
    await train();
    await store.pool.query("delete from volume_forecasts");
    const day = "2026-03-01";
    for (let ahead = 0; ahead <= 56; ahead++) {
      await told(company, { madeOn: addDays(day, -ahead), days: [day], calls: 5 });
    }
    await told(company, { madeOn: "2025-01-01", days: ["2025-01-02"], calls: 5 });
    await told(company, { madeOn: TODAY, days: [TODAY, "2026-03-20"], calls: 5 });
    await pruneRegistry(store, { today: TODAY });
    const { rows } = await store.pool.query(
      "select day - made_on as ahead from volume_forecasts where day = $1 order by 1",
      [day],
    );
    assert.deepEqual(rows.map(({ ahead }) => ahead), [...KEPT_AHEAD]);
    const { rows: [{ n }] } = await store.pool.query(
      "select count(*)::int as n from volume_forecasts where day <> $1",
      [day],
    );
    assert.equal(n, 2, "what is to come stays");
  });
});

Deno.test("a queue that calls twice as much raises an alarm once, and a new champion clears it", async () => {
  await withCompany(async (company) => {
    const { store, model, train, clock } = company;
    const backTest = daysTo("2026-03-01", 28).map((day, n) => ({
      day,
      ahead: 1 + n % 7,
      calls: hour(10),
      expected: hour(10 + n % 3 - 1),
      low: hour(8),
      high: hour(12),
    }));
    await train();
    await store.pool.query("update model_versions set report = jsonb_set(report, '{told}', $1::jsonb)", [
      JSON.stringify(backTest),
    ]);
    const watch = (calls: number) =>
      watchModel(store, { model: model.id, ports: { clock, data: fakeData({ calls: () => calls }) } });
    assert.equal((await watch(10))?.state, "too-little");
    await told(company, { madeOn: "2026-02-01", days: daysTo("2026-03-01", 20), calls: 10 });
    assert.equal((await watch(10))?.state, "holds");
    const drift = await watch(20);
    assert.deepEqual([drift?.state, drift?.figure, drift?.seen], ["drifted", 0.5, 14]);
    await watch(21);
    const { rows } = await store.pool.query("select kind from notices");
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ["model-drifted", "model-drifted"],
      "analyst and administrator, once",
    );
    const events = await store.pool.query("select 1 from events where type = 'model.drifted'");
    assert.equal(events.rowCount, 1);
    await train({ by: "schedule", ports: { trainer: fakeTrainer(() => volumeTrained({ same: true })) } });
    const { rows: [after] } = await store.pool.query("select drift from forecast_models");
    assert.equal(after.drift, null);
  });
});

Deno.test("a champion whose file cannot be read tells nothing and breaks nothing else", async () => {
  await withCompany(async (company) => {
    const { store, model, train } = company;
    assert.equal(await tellDays(store, { model: model.id, now: NOW }), 0, "nobody has been trained");
    await train();
    await assert.rejects(tellDays(store, { model: model.id, now: NOW }), "the bytes of this test are no model");
    const { rows } = await store.pool.query("select 1 from volume_forecasts");
    assert.equal(rows.length, 3, "what was told stands");
  });
});
