/** Five-minute intervals learnt from as quarters of an hour: no call may be lost on the way. */
import assert from "node:assert/strict";
import { coarsened, lotOf, refined, sharesOf } from "@/ml/volume/coarse.ts";
import type { History } from "@/ml/volume/history.ts";

const history = (slots: number, calls: (slot: number, day: number) => number): History => ({
  step: 5,
  opens: 0,
  slots,
  days: Array.from({ length: 20 }, (_, n) => ({
    day: `2025-03-${`${n + 1}`.padStart(2, "0")}`,
    calls: Float64Array.from({ length: slots }, (_, slot) => calls(slot, n)),
  })),
  calendar: {
    weekdays: Array(7).fill(true),
    closed: new Set(),
    holidays: new Set(),
    special: new Map(),
    yearly: false,
  },
});

Deno.test("short days and long intervals are learnt from as they are", () => {
  assert.equal(lotOf({ step: 5, slots: 60 }), 1);
  assert.equal(lotOf({ step: 30, slots: 48 }), 1);
  assert.equal(lotOf({ step: 15, slots: 96 }), 1);
  assert.equal(lotOf({ step: 60, slots: 24 }), 1);
  assert.equal(lotOf({ step: 5, slots: 169 }), 3);
});

Deno.test("a day keeps its calls, a last interval that is shorter too; what is not known in part is not known", () => {
  const { days, slots, step } = coarsened(history(7, (slot, day) => day === 3 && slot === 4 ? NaN : slot), 3);
  assert.deepEqual([slots, step], [3, 15]);
  assert.deepEqual([...days[0].calls], [3, 12, 6]);
  assert.deepEqual([...days[3].calls], [3, NaN, 6]);
});

Deno.test("what was told of a quarter of an hour is given out as calls come within it, and all of it", () => {
  const own = history(7, (slot) => 10 + 4 * slot);
  const shares = sharesOf(own, 3);
  const [told] = refined(() => [Float64Array.of(90, 60, 30)], shares)(["2025-04-01"]);
  assert.equal(told.length, 7);
  assert.ok(Math.abs(told[0] + told[1] + told[2] - 90) < 1e-9 && Math.abs(told[3] + told[4] + told[5] - 60) < 1e-9);
  assert.equal(told[6], 30);
  assert.ok(told[0] < told[1] && told[1] < told[2], "the course goes up within it as well");
});

Deno.test("intervals without any calls share equally, never NaN", () => {
  assert.deepEqual([...sharesOf(history(7, () => 0), 3)], [...Array(6).fill(1 / 3), 1]);
  assert.ok([...sharesOf(history(7, () => NaN), 3)].every(Number.isFinite));
});
