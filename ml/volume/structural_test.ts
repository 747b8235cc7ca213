/** The network that most forecasts come from: what it must find, and what it must never say. */
import assert from "node:assert/strict";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { openTensors, tf } from "@/ml/tensor/mod.ts";
import { before, type History, totalOf } from "@/ml/volume/history.ts";
import { fitStructural, STRUCTURAL, STRUCTURAL_MODEL } from "@/ml/volume/structural.ts";
import { seeded } from "@/telephony/simulator/random.ts";

const OFFICE = [true, true, true, true, true, false, false];

function queue(count: number, given: {
  slots?: number;
  weekdays?: boolean[];
  calls: (day: string, slot: number, random: () => number) => number;
}): History {
  const { slots = 8, weekdays = OFFICE, calls } = given;
  const random = seeded(5);
  const days = Array.from({ length: count }, (_, n) => addDays("2025-01-06", n)).filter((day) =>
    weekdays[weekdayOf(day)]
  );
  return {
    step: 60,
    opens: 540,
    slots,
    days: days.map((day) => ({
      day,
      calls: Float64Array.from({ length: slots }, (_, slot) => calls(day, slot, random)),
    })),
    calendar: { weekdays, closed: new Set(), holidays: new Set(), special: new Map(), yearly: false },
  };
}

/** Poisson, by Knuth where calls are few and by the normal law where they are many. */
function poisson(mean: number, random: () => number): number {
  if (mean > 30) {
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * (random() + random() + random() + random() - 2) * 1.732));
  }
  let count = -1;
  for (let left = Math.exp(mean); left > 1; count++) left *= 1 - random();
  return Math.max(0, count);
}

const isFirst = (day: string) => {
  const date = Number(day.slice(8)), weekday = weekdayOf(day);
  return weekday < 5 && (date === 1 || (weekday === 0 && date <= 3));
};
const meanOf = (day: string, slot: number) =>
  (40 + 10 * slot) * (weekdayOf(day) === 0 ? 1.3 : 1) * (isFirst(day) ? 1.4 : 1);
const busy = (count: number) => queue(count, { calls: (day, slot, random) => poisson(meanOf(day, slot), random) });

Deno.test("what Mondays and first business days have more is found, and only there", async () => {
  const { forecast } = await fitStructural(busy(170));
  // 2025-07-01 is a Tuesday and the first business day; the 7th is a Monday, the 9th a Wednesday.
  const [first, monday, plain] = forecast(["2025-07-01", "2025-07-07", "2025-07-09"]).map(totalOf);
  const usual = totalOf(Float64Array.from({ length: 8 }, (_, slot) => 40 + 10 * slot));
  assert.ok(Math.abs(plain / usual - 1) < 0.04, `${plain / usual}`);
  assert.ok(Math.abs(monday / usual / 1.3 - 1) < 0.05, `${monday / usual}`);
  assert.ok(Math.abs(first / usual / 1.4 - 1) < 0.1, `${first / usual}`);
});

Deno.test("a weekday's own course through the day is found, or its evening is empty or overrun", async () => {
  const history = queue(120, {
    calls: (day, slot, random) => poisson(100 * (weekdayOf(day) === 4 ? 1.4 - slot * 0.1 : 1), random),
  });
  const [friday, thursday] = (await fitStructural(history)).forecast(["2025-05-09", "2025-05-08"]);
  assert.ok(friday[0] / friday[7] > 1.7, `${friday[0] / friday[7]}`);
  assert.ok(Math.abs(thursday[0] / thursday[7] - 1) < 0.15, `${thursday[0] / thursday[7]}`);
});

Deno.test("a fit that begins with yesterday's says nearly what one from nothing says, so nightly ones may be short", async () => {
  const history = busy(120);
  const days = ["2025-05-06", "2025-05-07", "2025-05-12"];
  const yesterday = await fitStructural(before(history, history.days[history.days.length - 1].day));
  const warm = (await fitStructural(history, { warm: yesterday.warm })).forecast(days);
  const cold = (await fitStructural(history)).forecast(days);
  warm.forEach((one, n) => one.forEach((calls, slot) => assert.ok(Math.abs(calls / cold[n][slot] - 1) < 0.015)));
});

Deno.test("what was learnt on other days or other hours is no beginning: it is dropped, not stretched", async () => {
  const history = busy(60);
  const other = await fitStructural(queue(60, { slots: 5, calls: () => 9 }));
  const shifted = await fitStructural({ ...history, days: history.days.slice(3) });
  const [cold] = (await fitStructural(history)).forecast(["2025-03-12"]);
  for (const { warm } of [other, shifted]) {
    assert.deepEqual((await fitStructural(history, { warm })).forecast(["2025-03-12"])[0], cold);
  }
});

Deno.test("the same calls give the same forecast to the last digit, or two analysts argue about nothing", async () => {
  const history = busy(60);
  const tell = async () => (await fitStructural(history)).forecast(["2025-03-12"]);
  assert.deepEqual(await tell(), await tell());
});

Deno.test("a hundred retrainings leave no tensor behind, or the Worker dies after some nights", async () => {
  await openTensors();
  const history = busy(14);
  const settings = { ...STRUCTURAL, steps: 6, warmSteps: 6 };
  await fitStructural(history, { settings });
  const { numTensors, numBytes } = tf.memory();
  let warm: unknown;
  for (let n = 0; n < 100; n++) {
    warm = (await fitStructural(history, { settings, warm: n % 2 ? warm : undefined })).warm;
  }
  assert.equal(tf.memory().numTensors, numTensors);
  assert.equal(tf.memory().numBytes, numBytes);
});

for (
  const [what, history] of [
    ["five days", queue(7, { calls: (_, slot) => 3 + slot })],
    ["one day", queue(1, { calls: (_, slot) => 3 + slot })],
    ["intervals that are always empty", queue(40, { calls: (_, slot, random) => slot < 3 ? 0 : poisson(20, random) })],
    ["less than one call an interval", queue(60, { calls: (_, _slot, random) => poisson(0.2, random) })],
    ["one call in two months", queue(60, { calls: (day, slot) => day === "2025-02-03" && slot === 1 ? 1 : 0 })],
    ["half of the intervals unknown", queue(40, { calls: (_, slot, random) => slot % 2 ? NaN : poisson(20, random) })],
    ["tens of thousands of calls", queue(40, { calls: (_, slot, random) => poisson(30_000 + slot, random) })],
    ["a campaign of fifty times as many", queue(40, { calls: (day) => day === "2025-02-03" ? 5_000 : 100 })],
    ["a queue that works round the clock", queue(30, { weekdays: Array(7).fill(true), slots: 24, calls: () => 8 })],
  ] as const
) {
  Deno.test(`${what}: finite calls, of the size that was there`, async () => {
    const { forecast } = await STRUCTURAL_MODEL.fit(history);
    const last = history.days[history.days.length - 1].day;
    const most = Math.max(...history.days.flatMap(({ calls }) => [...calls].filter((one) => !Number.isNaN(one))));
    for (const calls of forecast([1, 3, 20, 56].map((ahead) => addDays(last, ahead)))) {
      assert.ok(calls.every((one) => one >= 0 && one < 3 * most + 1), `${calls}`);
    }
  });
}
