/** Weeks that models are judged by: one that sees its own days would promote anything. */
import assert from "node:assert/strict";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import type { Told } from "@/ml/volume/back_test.ts";
import type { History } from "@/ml/volume/history.ts";
import { lastWeeks } from "@/ml/volume/origins.ts";

const history = (count: number): History => ({
  step: 60,
  opens: 540,
  slots: 1,
  days: Array.from({ length: count * 2 }, (_, n) => addDays("2025-02-03", n)).filter((day) => weekdayOf(day) < 5)
    .slice(0, count).map((day) => ({ day, calls: Float64Array.of(1) })),
  calendar: { weekdays: [], closed: new Set(), holidays: new Set(), special: new Map(), yearly: false },
});
const told = (days: readonly string[]) =>
  days.map((day): Told => ({ day, ahead: 1, expected: Float64Array.of(1), calls: Float64Array.of(1) }));

Deno.test("the last whole weeks are compared, each asked for its own days and for those up to the horizon", () => {
  const { weeks, origins, near, weekOf } = lastWeeks(history(60), { weeks: 3, horizon: 14 });
  assert.deepEqual(weeks.map(({ at, days }) => [at, days.length]), [["2025-04-07", 5], ["2025-04-14", 5], [
    "2025-04-21",
    5,
  ]]);
  assert.deepEqual(origins.map(({ days }) => days.length), [10, 10, 5]);
  const all = told(origins.flatMap(({ days }) => days));
  assert.deepEqual(near(all).map(({ day }) => day), weeks.flatMap(({ days }) => days));
  assert.deepEqual([...new Set(weekOf(near(all)))], weeks.map(({ at }) => at));
});

Deno.test("without a horizon only own days are asked for", () => {
  const { weeks, origins } = lastWeeks(history(60), { weeks: 3, horizon: 0 });
  assert.deepEqual(origins, weeks);
});

Deno.test("young queues are judged by what came after their first five days, others after twenty; the youngest not at all", () => {
  const first = (count: number) => lastWeeks(history(count), { weeks: 26, horizon: 0 }).weeks[0]?.days[0];
  assert.equal(first(5), undefined);
  assert.equal(first(8), "2025-02-10");
  assert.equal(first(60), history(60).days[20].day);
  assert.deepEqual(lastWeeks({ ...history(1), days: [] }, { weeks: 8, horizon: 0 }).weeks, []);
});
