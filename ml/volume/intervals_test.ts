/** Bounds that hold too little leave callers waiting, bounds that hold too much pay agents for nothing. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { addDays } from "@/ml/calendar/days.ts";
import type { Told } from "@/ml/volume/back_test.ts";
import { conformal, LEVELS } from "@/ml/volume/intervals.ts";
import { seeded } from "@/telephony/simulator/random.ts";

/** Weeks of seven days whose levels miss by an autoregression, with normal errors within. */
function weeks(count: number, world: { alike: number; day: number; mean?: number; seed?: number }): Told[] {
  const { alike, day, mean = 100, seed = 1 } = world;
  const random = seeded(seed);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, (_, week) => {
    // What is known at the origin is forecast: only what came since is missed.
    let level = 0;
    return Array.from({ length: 7 }, (_, n): Told => {
      level = alike * level + Math.sqrt(1 - alike ** 2) * day * gauss();
      const expected = Float64Array.from({ length: 20 }, (_, slot) => mean * (1 + slot / 10));
      const calls = expected.map((one) => Math.max(0, one * (1 + level) + Math.sqrt(one) * gauss()));
      return { day: addDays("2025-01-06", week * 7 + n), ahead: n + 1, expected, calls };
    });
  }).flat();
}

function covered(told: readonly Told[], tested: readonly Told[]): number {
  const intervals = conformal(told);
  let inside = 0, all = 0;
  for (const { expected, calls, ahead } of tested) {
    const { low, high } = intervals.around(expected, ahead);
    calls.forEach((one, slot) => {
      all++;
      if (one >= low[slot] && one <= high[slot]) inside++;
    });
  }
  return inside / all;
}

const within = (value: number, [low, high]: [number, number]) => assert.ok(value >= low && value <= high, `${value}`);

Deno.test("four of five calls' intervals lie within the bounds, tomorrow as in a week, on calm and on wild queues", () => {
  for (const [alike, day] of [[0, 0.02], [0, 0.1], [0.6, 0.06], [0.8, 0.06], [0.8, 0.15]]) {
    const shares = Array.from({ length: 12 }, (_, seed) => {
      const told = weeks(8, { alike, day, seed: seed + 1 });
      const tested = weeks(30, { alike, day, seed: seed + 100 });
      const of = (ahead: number) => covered(told, tested.filter((one) => one.ahead === ahead));
      return [of(1), of(7), covered(told, tested)];
    });
    const mean = (n: number) => shares.reduce((sum, one) => sum + one[n], 0) / shares.length;
    within(mean(2), [0.73, 0.84]);
    within(mean(0), [0.7, 0.9]);
    within(mean(1), [0.7, 0.88]);
  }
});

Deno.test("bounds grow with the days ahead where days go together, and hardly where they don't", () => {
  const width = (alike: number, ahead: number) => {
    const { low, high } = conformal(weeks(8, { alike, day: 0.1 })).around(Float64Array.of(500), ahead);
    return high[0] - low[0];
  };
  assert.ok(width(0.8, 1) < 0.8 * width(0.8, 7));
  assert.ok(width(0, 1) > 0.88 * width(0, 7));
  assert.ok(width(0.8, 56) < 2 * width(0.8, 7), "eight weeks ahead is not without any bounds");
});

Deno.test("late weeks count more than early ones: a queue that became calm gets narrow bounds again", () => {
  const wild = weeks(8, { alike: 0, day: 0.3 });
  const calm = weeks(8, { alike: 0, day: 0.03 }).map((one) => ({ ...one, day: addDays(one.day, 56) }));
  const width = (told: readonly Told[]) => {
    const { low, high } = conformal(told).around(Float64Array.of(100), 1);
    return high[0] - low[0];
  };
  assert.ok(
    width([...wild, ...calm]) < width([...calm, ...wild].map((one, n) => ({ ...one, day: addDays("2025-01-06", n) }))),
  );
});

Deno.test("without a back-test there are bounds all the same: Poisson's and six percent of a day", () => {
  const { low, high } = conformal([]).around(Float64Array.of(100), 1);
  const sd = Math.sqrt(100 + 36);
  assert.ok(Math.abs(high[0] - 100 - 1.2816 * sd) < 0.05);
  assert.ok(Math.abs(low[0] - 100 + 1.2816 * sd) < 0.05);
  assert.equal(conformal([]).from, 0);
});

Deno.test("quantiles rise with their levels, meet the bounds and are never below zero, or staffing is told nonsense", () => {
  const world = fc.record({
    count: fc.nat(8),
    alike: fc.double({ min: 0, max: 0.95, noNaN: true }),
    day: fc.double({ min: 0, max: 0.5, noNaN: true }),
    mean: fc.constantFrom(0, 0.05, 1, 30, 2_000),
    seed: fc.nat(1_000),
  });
  fc.assert(
    fc.property(world, fc.integer({ min: 1, max: 56 }), ({ count, ...own }, ahead) => {
      const told = weeks(count, own);
      told.forEach(({ calls }, n) => n % 3 === 0 && calls.fill(NaN, 0, 4));
      const intervals = conformal(told);
      const expected = Float64Array.of(0, 0.01, 3, 700);
      const rows = intervals.quantiles(expected, { ahead });
      for (let slot = 0; slot < expected.length; slot++) {
        for (let n = 0; n < rows.length; n++) {
          assert.ok(rows[n][slot] >= 0 && rows[n][slot] < Infinity);
          assert.ok(n === 0 || rows[n][slot] >= rows[n - 1][slot]);
        }
      }
      const { low, high } = intervals.around(expected, ahead);
      assert.deepEqual(
        [low, high].map((one) => [...one.map(Math.fround)]),
        [rows[0], rows[4]].map((one) => [...one.map(Math.fround)]),
      );
      assert.equal(LEVELS.length, rows.length);
    }),
    { numRuns: 60 },
  );
});

Deno.test("days that nobody knows teach nothing and break nothing", () => {
  const told = weeks(8, { alike: 0, day: 0.1 });
  const unknown = told.map((one, n) => n % 2 ? one : { ...one, calls: one.calls.map(() => NaN) });
  assert.equal(conformal(unknown).from, conformal(told).from / 2);
  assert.ok(covered(unknown, told) > 0.7);
});
