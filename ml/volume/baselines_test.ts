/** The plain forecasts that all others are measured by: if they were wrong, everything would look good beside them. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { SEASONAL_NAIVE, SMOOTHING, spanOf, WEEKDAY_MEAN } from "@/ml/volume/baselines.ts";
import type { History } from "@/ml/volume/history.ts";

function queue(days: number, calls: (day: string, n: number) => number[]): History {
  return {
    step: 60,
    opens: 540,
    slots: 2,
    days: Array.from({ length: days }, (_, n) => addDays("2025-01-06", n))
      .map((day, n) => ({ day, calls: Float64Array.from(calls(day, n)) })),
    calendar: {
      weekdays: Array(7).fill(true),
      closed: new Set(),
      holidays: new Set(),
      special: new Map(),
      yearly: false,
    },
  };
}
const of = async (
  model: typeof SMOOTHING,
  history: History,
  day: string,
) => [...(await model.fit(history)).forecast([day])[0]];

Deno.test("naive is last week's same weekday, the mean is that of four, both as by hand", async () => {
  const history = queue(42, (_, n) => [n, 100]);
  assert.deepEqual(await of(SEASONAL_NAIVE, history, "2025-02-17"), [35, 100]);
  assert.deepEqual(await of(WEEKDAY_MEAN, history, "2025-02-17"), [(14 + 21 + 28 + 35) / 4, 100]);
});

Deno.test("an interval that nobody knows is left out of the mean, not counted as zero", async () => {
  const history = queue(28, (_, n) => [n === 21 ? NaN : 8, 4]);
  assert.deepEqual(await of(WEEKDAY_MEAN, history, "2025-02-03"), [8, 4]);
});

Deno.test("smoothing follows a level that moved, weekdays and their course kept", async () => {
  const history = queue(
    84,
    (day, n) => [10, 30].map((calls) => calls * (weekdayOf(day) === 0 ? 2 : 1) * (n < 42 ? 1 : 3)),
  );
  const [monday] = (await SMOOTHING.fit(history)).forecast(["2025-03-31"]);
  assert.ok(Math.abs(monday[1] / monday[0] - 3) < 1e-9);
  assert.ok(Math.abs(monday[0] - 60) < 6, `${monday[0]}`);
});

Deno.test("one day of zeros, a weekday never seen, nothing known: finite and never negative", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.constantFrom(0, 1, 5, 1e6, NaN), { minLength: 2, maxLength: 2 }), {
        minLength: 1,
        maxLength: 30,
      }),
      fc.integer({ min: 1, max: 60 }),
      async (calls, ahead) => {
        const history = queue(calls.length, (_, n) => calls[n]);
        for (const model of [SEASONAL_NAIVE, WEEKDAY_MEAN, SMOOTHING]) {
          const told = await of(model, history, addDays("2025-01-06", calls.length - 1 + ahead));
          assert.ok(told.every((one) => one >= 0 && one < Infinity), `${model.name}: ${told}`);
        }
      },
    ),
    { numRuns: 60 },
  ));

Deno.test("a history's length counts closed days too", () => {
  assert.equal(spanOf(queue(28, () => [1, 1])), 28);
  assert.equal(spanOf({ ...queue(1, () => [1, 1]), days: [] }), 0);
});
