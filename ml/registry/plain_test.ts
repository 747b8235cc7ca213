import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { plainFigures, poissonDeviation } from "./plain.ts";
import type { DayBeside } from "@/ml/volume/report.ts";

const day = (calls: (number | null)[], expected: number[]): DayBeside => ({
  day: "2026-01-05",
  ahead: 1,
  calls,
  expected,
  low: expected,
  high: expected,
});

Deno.test("errors of intervals that cancel out are no error of the day; what nobody knows counts for nothing", () => {
  assert.equal(plainFigures({ told: [day([2, 6], [4, 4])] }).day, 0);
  assert.equal(plainFigures({ told: [day([2, null], [4, 100])] }).day, 1);
  assert.deepEqual(plainFigures({ told: [] }), { day: null, floor: null });
  assert.equal(plainFigures({ told: [day([0, 0], [0, 0])] }).floor, null);
});

Deno.test("chance is told as it is: the sum over the distribution itself", () => {
  for (const mean of [0.1, 1, 4.7, 30]) {
    let [part, sum] = [Math.exp(-mean), 0];
    for (let k = 0; k < 400; k++) {
      sum += part * Math.abs(k - mean);
      part *= mean / (k + 1);
    }
    assert.ok(Math.abs(poissonDeviation(mean) - sum) < 1e-9, `${mean}`);
  }
  assert.ok(Math.abs(poissonDeviation(1_001) / poissonDeviation(1_000.5) - 1) < 1e-3);
});

Deno.test("whatever was told, the figures are finite or null, and chance is never above all that comes twice", () => {
  const cell = fc.double({ min: 0, max: 5_000, noNaN: true });
  fc.assert(fc.property(fc.array(fc.tuple(fc.option(cell), cell), { maxLength: 20 }), (cells) => {
    const { day: error, floor } = plainFigures({ told: [day(cells.map(([a]) => a), cells.map(([, b]) => b))] });
    for (const one of [error, floor]) assert.ok(one === null || Number.isFinite(one) && one >= 0);
    assert.ok(floor === null || floor <= 2.0001);
  }));
});
