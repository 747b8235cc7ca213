/** Figures that choose models: one that is wrong promotes the worse of two. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { addDays } from "@/ml/calendar/days.ts";
import type { Told } from "@/ml/volume/back_test.ts";
import type { History } from "@/ml/volume/history.ts";
import { difference, mase, pinball, wape } from "@/ml/volume/metrics.ts";
import { seeded } from "@/telephony/simulator/random.ts";

const told = (calls: number[], expected: number[], day = "2025-01-06"): Told => ({
  day,
  ahead: 1,
  calls: Float64Array.from(calls),
  expected: Float64Array.from(expected),
});
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);

const past = (days: [string, number[]][]): History => ({
  step: 60,
  opens: 540,
  slots: 2,
  days: days.map(([day, calls]) => ({ day, calls: Float64Array.from(calls) })),
  calendar: {
    weekdays: Array(7).fill(true),
    closed: new Set(),
    holidays: new Set(),
    special: new Map(),
    yearly: false,
  },
});

Deno.test("WAPE is the sum of the misses by the sum of the calls, as it is by hand", () => {
  near(wape([told([10, 20], [12, 15]), told([70], [73])]), (2 + 5 + 3) / 100);
  near(wape([told([10, NaN], [12, 15])]), 0.2);
  assert.ok(Number.isNaN(wape([told([0, 0], [1, 1])])), "without calls there is no share of them");
});

Deno.test("MASE is the mean miss by that of last week's same interval, as it is by hand", () => {
  const known = past([["2025-01-06", [10, 20]], ["2025-01-07", [5, 5]], ["2025-01-13", [14, NaN]], ["2025-01-14", [
    5,
    7,
  ]]]);
  // |14 − 10|, |5 − 5|, |7 − 5|: 2 on average.
  near(mase([told([10, 20], [13, 20])], known), 1.5 / 2);
});

Deno.test("pinball loss is the quantile's own: at one half it is half of WAPE, at nine tenths a miss below costs nine times", () => {
  const calls = Float64Array.of(10, 30), quantile = Float64Array.of(14, 20);
  near(pinball([{ calls, quantile }], 0.9), (0.1 * 4 + 0.9 * 10) / 40);
  near(pinball([{ calls, quantile }], 0.5), wape([told([...calls], [...quantile])]) / 2);
});

const day = fc.array(fc.record({ calls: fc.nat(500), expected: fc.nat(500) }), { minLength: 1, maxLength: 6 })
  .map((slots) => told(slots.map(({ calls }) => calls + 1), slots.map(({ expected }) => expected)));
const days = fc.array(day, { minLength: 2, maxLength: 12 });

Deno.test("a perfect forecast has no error, and calls told in tens have the same share as calls told in ones", () => {
  fc.assert(fc.property(days, fc.constantFrom(0.1, 10, 1_000), (list, times) => {
    assert.equal(wape(list.map((one) => ({ ...one, expected: one.calls }))), 0);
    const scaled = list.map((one) => ({
      ...one,
      calls: one.calls.map((calls) => calls * times),
      expected: one.expected.map((calls) => calls * times),
    }));
    assert.ok(Math.abs(wape(scaled) - wape(list)) < 1e-9);
  }));
});

Deno.test("the difference of a model from itself is nothing, and from another it lies in its interval and turns its sign", () => {
  fc.assert(
    fc.property(days, (list) => {
      const none = difference(list, list, { random: seeded(1), samples: 50 });
      assert.deepEqual([none.mean, none.low, none.high], [0, 0, 0]);
      const other = list.map((one) => ({ ...one, expected: one.expected.map((calls) => calls * 1.2 + 1) }));
      const there = difference(list, other, { random: seeded(1), samples: 200 });
      const back = difference(other, list, { random: seeded(1), samples: 200 });
      near(there.mean, -back.mean);
      near(there.mean, wape(list) - wape(other));
      assert.ok(there.low <= there.high);
    }),
    { numRuns: 40 },
  );
});

Deno.test("one lucky day does not make a model better: the interval holds zero, of fifty good days it doesn't", () => {
  const same = Array.from({ length: 50 }, (_, n) => told([100], [110], addDays("2025-01-06", n)));
  const lucky = same.map((one, n) => n === 0 ? { ...one, expected: one.calls } : one);
  assert.ok(difference(lucky, same, { random: seeded(2) }).high >= 0);
  const better = same.map((one) => ({ ...one, expected: Float64Array.of(105) }));
  assert.ok(difference(better, same, { random: seeded(2) }).high < 0);
});
