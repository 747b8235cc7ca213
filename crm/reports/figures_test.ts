/** Figures that follow from counted ones: people decide by them. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { average, daysOf, monthsBetween, topOf, velocity, winRate } from "./figures.ts";

Deno.test("velocity is deals × average × win rate over days, and is not guessed where one is unknown", () => {
  const known = { openAtEnd: 10, average: 1_000_00, winRate: 0.5, cycleDays: 25 };
  assert.equal(velocity(known), 20_000_00 / 100);
  for (const key of ["average", "winRate", "cycleDays"] as const) {
    assert.equal(velocity({ ...known, [key]: null }), null);
  }
  assert.equal(velocity({ ...known, cycleDays: 0 }), null);
  assert.deepEqual([winRate(0, 0), winRate(1, 3), average(null, 3), average(100, 0), average(100, 3)], [
    null,
    0.25,
    null,
    null,
    33,
  ]);
});

const day = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2040, 0, 1) })
  .map((at) => new Date(at).toISOString().slice(0, 10));

Deno.test("the days of a period's months are the days of the period, each once", () => {
  fc.assert(
    fc.property(fc.tuple(day, day).map((pair) => pair.sort()), ([from, to]) => {
      const months = monthsBetween(from, to).map((month) => daysOf(month, { from, to }));
      assert.equal(months[0].from, from);
      assert.equal(months.at(-1)!.to, to);
      for (const [n, month] of months.entries()) {
        assert.ok(month.from <= month.to);
        if (n === 0) continue;
        assert.equal(Date.parse(month.from) - Date.parse(months[n - 1].to), 86_400_000);
      }
    }),
    { numRuns: 200 },
  );
});

Deno.test("groups that are too many to show are put together and none is lost", () => {
  fc.assert(fc.property(fc.array(fc.nat(1_000)), fc.integer({ min: 1, max: 20 }), (list, most) => {
    const sum = (rows: number[]) => rows.reduce((a, b) => a + b, 0);
    const { rows, cut } = topOf(list, { most, weight: (n) => n, join: sum });
    assert.equal(sum(rows), sum(list));
    assert.equal(cut, list.length > most);
    assert.ok(rows.length <= most + 1);
  }));
});
