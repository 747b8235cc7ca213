import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { clockOf, timesOfDay, wallText } from "@/ml/datasets/clock.ts";
import { CountedDays, type Counts, fillDays, slotOf } from "@/ml/datasets/grid.ts";
import { offsetAt } from "@/crm/record/days.ts";

const ZONES = ["Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "UTC"];

Deno.test("the quick clock shows what the zone's clock shows, or calls land in the wrong hour", () => {
  fc.assert(fc.property(
    fc.constantFrom(...ZONES),
    fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2030, 0) }),
    (zone, at) => assert.equal(clockOf(zone)(at), at + offsetAt(at, zone)),
  ));
});

Deno.test("a day has each interval once; clocks that go forward take an hour, clocks that go back give one twice", () => {
  const of = (day: string) => timesOfDay(day, { timeZone: "Europe/Berlin", step: 30 });
  assert.deepEqual([...of("2026-06-01")], Array(48).fill(1));
  const spring = of("2026-03-29");
  assert.deepEqual([...spring.subarray(3, 7)], [1, 0, 0, 1]);
  const autumn = of("2026-10-25");
  assert.deepEqual([...autumn.subarray(3, 7)], [1, 2, 2, 1]);
  assert.equal(autumn.reduce((a, b) => a + b), 50);
  assert.deepEqual([...timesOfDay("2026-10-25", { timeZone: "Europe/Berlin", step: 60 })].slice(1, 4), [1, 2, 1]);
});

Deno.test("a steady stream of calls is a steady rate on days when clocks change too", () => {
  for (const [day, from] of [["2026-03-29", Date.UTC(2026, 2, 27)], ["2026-10-25", Date.UTC(2026, 9, 23)]] as const) {
    const clock = clockOf("Europe/Berlin");
    const counted = new CountedDays(30);
    for (let at = from; at < from + 5 * 86_400_000; at += 60_000) {
      const { number, slot } = slotOf(clock(at), 30);
      counted.add(number, slot, 1);
    }
    const { rows, clockChanges } = fillDays(counted.counts(), { step: 30, timeZone: "Europe/Berlin", begins: null });
    assert.deepEqual(clockChanges, [day]);
    const inner = rows.filter(({ at }) => at >= "2026-03-28" && at.startsWith(day));
    assert.ok(inner.every(({ calls }) => calls === 30), JSON.stringify(inner.find(({ calls }) => calls !== 30)));
    assert.equal(inner.length, day === "2026-03-29" ? 46 : 48, "the hour that the clock left out is no zero");
  }
});

Deno.test("an interval without calls is a zero; hours before the first call ever are not", () => {
  const counts: Counts = new Map();
  for (const day of ["2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05"]) {
    const calls = new Float64Array(24);
    calls[day === "2026-02-02" ? 15 : 9] = 4;
    calls[17] = 2;
    counts.set(day, calls);
  }
  const options = { step: 60, timeZone: "Europe/Moscow" };
  const { rows } = fillDays(counts, { ...options, begins: "2026-02-02" });
  assert.deepEqual(rows.filter(({ at }) => at.startsWith("2026-02-02")).map(({ at }) => at.slice(11)), [
    "15:00",
    "16:00",
    "17:00",
  ]);
  assert.equal(rows.find(({ at }) => at === "2026-02-03 12:00")?.calls, 0);
  assert.equal(
    rows.filter(({ at }) => at.startsWith("2026-02-03")).length,
    9,
    "no rows for hours nobody ever calls in",
  );
  const known = fillDays(counts, { ...options, begins: null }).rows;
  assert.equal(known.filter(({ at }) => at.startsWith("2026-02-02")).length, 9);
});

Deno.test("texts of a clock sort as its times do", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 60_000, max: 1e10 }), (at, later) => {
    assert.ok(wallText(at) < wallText(at + later));
  }));
});
