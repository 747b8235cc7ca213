import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { byAhead, byHour, byWeekday, largest, toldBy } from "./errors.ts";

Deno.test("a difference whose bounds lie on both sides of zero is chance: nobody is told that a model is better", () => {
  assert.equal(toldBy({ mean: -0.01, low: -0.02, high: 0.001 }, "below"), "chance");
  assert.equal(toldBy({ mean: -0.01, low: -0.02, high: -0.001 }, "below"), "better");
  assert.equal(toldBy({ mean: 0.01, low: 0.001, high: 0.02 }, "below"), "worse");
  assert.equal(toldBy({ mean: 0.01, low: 0.001, high: 0.02 }, "above"), "better");
  assert.equal(toldBy({ mean: -0.01, low: -0.02, high: -0.001 }, "above"), "worse");
  assert.equal(toldBy(null, "below"), "unknown");
});

Deno.test("errors of intervals are read by the hour, weighed by calls: a quiet half-hour doesn't count as a busy one", () => {
  const rows = byHour([
    { key: 570, calls: 300, wape: 0.1, bias: 0.02 },
    { key: 540, calls: 100, wape: 0.3, bias: -0.02 },
    { key: 600, calls: 0, wape: null, bias: null },
  ]);
  assert.equal(rows.length, 2);
  assert.deepEqual([rows[0].from, rows[0].to, rows[0].calls], [540, 600, 400]);
  assert.ok(Math.abs(rows[0].wape! - 0.15) < 1e-12 && Math.abs(rows[0].bias! - 0.01) < 1e-12);
  assert.equal(rows[1].wape, null);
  assert.deepEqual(
    byWeekday([{ key: 6, calls: 1, wape: 1, bias: 0 }, { key: 0, calls: 1, wape: 1, bias: 0 }]).map((
      { from },
    ) => from),
    [0, 6],
  );
});

Deno.test("eight weeks ahead are ten rows, not fifty-six", () => {
  const rows = byAhead(Array.from({ length: 56 }, (_, n) => ({ key: n + 1, calls: 10, wape: 0.1, bias: 0 })));
  assert.deepEqual(rows.slice(6).map(({ from, to }) => [from, to]), [[7, 7], [8, 14], [15, 28], [29, 56]]);
  const weeks = byAhead([7, 14].map((key) => ({ key, calls: 1, wape: 0.1, bias: 0 })));
  assert.deepEqual(weeks.map(({ from, to }) => [from, to]), [[1, 7], [8, 14]]);
});

Deno.test("a group's error lies between the errors in it, and bars have a length to be measured by", () => {
  const row = fc.record({
    key: fc.nat(1439),
    calls: fc.nat(500),
    wape: fc.oneof(fc.double({ min: 0, max: 3, noNaN: true }), fc.constant(null)),
    bias: fc.constant(null),
  });
  fc.assert(fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
    const known = rows.flatMap(({ wape, calls }) => (wape === null || calls === 0 ? [] : [wape]));
    const grouped = byHour(rows);
    assert.equal(grouped.reduce((all, one) => all + one.calls, 0), rows.reduce((all, one) => all + one.calls, 0));
    for (const { wape } of grouped) {
      if (wape !== null) assert.ok(wape >= Math.min(...known) - 1e-9 && wape <= Math.max(...known) + 1e-9);
    }
    assert.ok(largest(grouped) > 0);
  }));
});
