import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { DayBeside } from "@/ml/volume/report.ts";
import { besideOf, dayErrorOf, lastTold, lineOf, totalOf, wapeOf, weeksOf } from "./told.ts";

const day = (name: string, part: Partial<DayBeside> = {}): DayBeside => ({
  day: name,
  ahead: 1,
  calls: [10, 20],
  expected: [12, 18],
  low: [9, 15],
  high: [15, 19],
  ...part,
});

Deno.test("a day that was told twice stands once, as it was told last: else the chart draws over itself", () => {
  const told = [day("2026-03-04", { ahead: 3 }), day("2026-03-03"), day("2026-03-04", { ahead: 1, expected: [1, 1] })];
  assert.deepEqual(lastTold(told).map((one) => [one.day, one.ahead]), [["2026-03-03", 1], ["2026-03-04", 1]]);
});

Deno.test("weeks begin on Monday: a Sunday belongs to the week before", () => {
  assert.deepEqual(weeksOf([day("2026-03-01"), day("2026-03-02"), day("2026-03-08"), day("2026-03-09")]), [
    "2026-02-23",
    "2026-03-02",
    "2026-03-09",
  ]);
});

Deno.test("an evening is not joined to the next morning, and an unknown interval is a hole, not a zero", () => {
  const line = lineOf([day("2026-03-02", { calls: [null, 20] }), day("2026-03-03")]);
  assert.deepEqual(line.calls, [null, 20, null, 10, 20]);
  assert.deepEqual(line.expected, [12, 18, null, 12, 18]);
  assert.equal(line.points[2].slot, -1);
});

Deno.test("a day's total leaves out what nobody knows on both sides: a missing hour is no miss of the forecast", () => {
  const total = totalOf(day("2026-03-02", { calls: [null, 20] }));
  assert.deepEqual(total, { day: "2026-03-02", calls: 20, expected: 18, missed: 2, known: 1, inside: 0 });
  assert.equal(totalOf(day("2026-03-02", { calls: [null, null] })).calls, null);
});

Deno.test("the error is the misses of intervals over calls, and nothing where no call came", () => {
  assert.equal(wapeOf([totalOf(day("2026-03-02"))]), 4 / 30);
  assert.equal(wapeOf([totalOf(day("2026-03-02", { calls: [0, 0] }))]), null);
});

Deno.test("two versions are compared on the days that both told, as far ahead, only", () => {
  const one = ["02", "03", "04", "05"].map((n) => day(`2026-03-${n}`, { expected: [10, 20] }));
  const other = [...["03", "04", "05"].map((n) => day(`2026-03-${n}`)), day("2026-03-02", { ahead: 5 })];
  const beside = besideOf(one, other);
  assert.equal(beside.days, 3);
  assert.equal(beside.one, 0);
  assert.equal(beside.other, 4 / 30);
  assert.ok(beside.difference && beside.difference.high < 0);
  assert.deepEqual(besideOf(one, []), { days: 0, one: null, other: null, difference: null });
});

Deno.test("whatever was told, a chart and a comparison get finite numbers or holes, never NaN", () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0));
  const days = fc.array(
    fc.record({
      day: fc.constantFrom("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"),
      ahead: fc.integer({ min: 1, max: 56 }),
      calls: fc.array(fc.oneof(fc.nat(1000), fc.constant(null)), { minLength: 3, maxLength: 3 }),
      expected: fc.array(number, { minLength: 3, maxLength: 3 }),
      low: fc.array(number, { minLength: 3, maxLength: 3 }),
      high: fc.array(number, { minLength: 3, maxLength: 3 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(fc.property(days, (told) => {
    const line = lineOf(lastTold(told));
    for (const values of [line.calls, line.expected, line.low, line.high]) {
      assert.ok(values.every((value) => value === null || Number.isFinite(value)));
      assert.equal(values.length, line.points.length);
    }
    for (const total of told.map(totalOf)) assert.ok(total.inside <= total.known && !Number.isNaN(total.expected));
  }));
});

Deno.test("a version beside itself differs by nothing", () => {
  const calls = fc.array(fc.nat(200), { minLength: 2, maxLength: 2 });
  fc.assert(fc.property(fc.array(calls, { minLength: 3, maxLength: 9 }), (list) => {
    const told = list.map((came, n) => day(`2026-03-0${n + 1}`, { calls: came }));
    const { difference, one, other } = besideOf(told, told);
    assert.equal(one, other);
    if (difference) assert.deepEqual(difference, { mean: 0, low: 0, high: 0 });
  }));
});

Deno.test("misses of hours that make up for each other are no miss of the day", () => {
  assert.equal(dayErrorOf([totalOf(day("2026-03-02"))]), 0);
  assert.equal(dayErrorOf([totalOf(day("2026-03-02", { expected: [12, 24] }))]), 6 / 30);
  assert.equal(dayErrorOf([totalOf(day("2026-03-02", { calls: [null, null] }))]), null);
});
