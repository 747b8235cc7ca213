/** The rest of the day is what supervisors call people back for: it must lean on what came, and no further than it may. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type Morning, restOfDay, spreadOf, wholeDay } from "@/ml/intraday/rest_of_day.ts";
import { normalQuantile } from "@/ml/staffing/demand.ts";

const near = (a: number, b: number, by: number) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b} within ${by}`);
const Z = normalQuantile(0.9);
/** A morning whose interval is made of known luck and level. */
function morningOf(expected: readonly number[], { vary = 1.5, day = 0.06 } = {}): Morning {
  const side = expected.map((mean) => Z * Math.sqrt(vary * mean + (day * mean) ** 2));
  return {
    step: 30,
    level: 0.8,
    expected,
    low: expected.map((mean, n) => mean - side[n]),
    high: expected.map((mean, n) => mean + side[n]),
  };
}
const DAY = [20, 60, 110, 140, 150, 130, 120, 90, 50, 20];
const MORNING = morningOf(DAY);

Deno.test("luck and level are read back from the interval that they made", () => {
  const { vary, day } = spreadOf(MORNING);
  near(vary, 1.5, 1e-6);
  near(day, 0.06, 1e-6);
});

Deno.test("with nothing known yet the morning's forecast stands", () => {
  const told = restOfDay(MORNING, [], { from: 0 });
  assert.deepEqual(told.expected, DAY);
  assert.deepEqual([told.low, told.high], [MORNING.low, MORNING.high]);
  near(told.rest.expected, 890, 1e-9);
  assert.equal(told.level, 1);
  assert.deepEqual(restOfDay(MORNING, [null, null, null], { from: 3 }).expected, DAY);
});

Deno.test("a busier morning raises the next hour most and the evening least", () => {
  const told = restOfDay(MORNING, DAY.slice(0, 4).map((one) => one * 1.2), { from: 4 });
  const level = told.expected.map((one, n) => one / DAY[n]);
  assert.ok(told.level > 1.05 && told.level < 1.2);
  for (let n = 5; n < 10; n++) assert.ok(level[n] < level[n - 1] && level[n] > 1);
  assert.deepEqual(told.expected.slice(0, 4), DAY.slice(0, 4));
  assert.ok(told.rest.expected > told.rest.morning && told.rest.low < told.rest.expected);
});

Deno.test("what came is believed more the more of it there is, and a gap of the switchboard is no quiet hour", () => {
  const busy = (size: number) => {
    const day = DAY.map((one) => one * size);
    return restOfDay(morningOf(day), day.slice(0, 4).map((one) => one * 1.2), { from: 4 }).level;
  };
  assert.ok(busy(0.05) < busy(1) && busy(1) < busy(20));
  const gap = restOfDay(MORNING, [24, null, 132, 168], { from: 4 });
  assert.ok(gap.level > 1.05);
});

Deno.test("what came as told changes nothing but narrows the next hour", () => {
  const told = restOfDay(MORNING, DAY.slice(0, 5), { from: 5 });
  told.expected.forEach((one, n) => near(one, DAY[n], 1e-9));
  assert.ok(told.high[5] - told.low[5] < MORNING.high[5] - MORNING.low[5] + 2);
});

Deno.test("whatever comes, nothing is negative, endless or no number, and it stays between morning and what came", () => {
  const slot = fc.double({ min: 0, max: 500, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(slot, fc.option(slot, { nil: null })), { minLength: 2, maxLength: 60 }),
      fc.nat(60),
      (slots, at) => {
        const morning = morningOf(slots.map(([told]) => told));
        const from = Math.min(at, slots.length);
        const calls = slots.map(([, came], n) => n < from ? came : null);
        const told = restOfDay(morning, calls, { from });
        const figures = [...told.expected, ...told.low, ...told.high, ...Object.values(told.rest), told.level];
        assert.ok(figures.every((one) => Number.isFinite(one)));
        assert.ok(told.expected.every((one) => one >= 0));
        for (let n = from; n < slots.length; n++) {
          assert.ok(told.low[n] <= told.expected[n] + 1e-9 && told.expected[n] <= told.high[n] + 1e-9);
        }
        const came = calls.slice(0, from).reduce<number>((sum, one) => sum + (one ?? 0), 0);
        const known = calls.slice(0, from).reduce<number>((sum, one, n) => one === null ? sum : sum + slots[n][0], 0);
        if (known > 0 && came > known && told.level < 1 - 1e-9) {
          // More came in all, but less lately: the last interval must be the reason.
          assert.ok(calls.slice(0, from).some((one, n) => one !== null && one < slots[n][0]));
        }
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("a whole day's interval is narrower than its intervals added up, and wider than luck alone", () => {
  const { expected, low, high } = wholeDay(MORNING);
  near(expected, 890, 1e-9);
  const added = MORNING.high.reduce((sum, one) => sum + one, 0) - MORNING.low.reduce((sum, one) => sum + one, 0);
  assert.ok(high - low < added && high - low > 2 * Z * Math.sqrt(1.5 * 890));
});

Deno.test("on Poisson days with a level of their own, the rest after half a day is told better than in the morning", () => {
  let seed = 9;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  let ours = 0, morning = 0, within = 0;
  const days = 400;
  for (let n = 0; n < days; n++) {
    const level = 1 + 0.08 * normal();
    const came = DAY.map((one) => Math.max(0, Math.round(one * level + Math.sqrt(one * level) * normal())));
    const told = restOfDay(morningOf(DAY, { vary: 1, day: 0.08 }), came, { from: 5 });
    const rest = came.slice(5).reduce((sum, one) => sum + one, 0);
    ours += Math.abs(rest - told.rest.expected);
    morning += Math.abs(rest - told.rest.morning);
    if (rest >= told.rest.low && rest <= told.rest.high) within++;
  }
  assert.ok(ours < 0.92 * morning, `${ours} against ${morning}`);
  assert.ok(within / days > 0.75, `${within / days} within`);
});
