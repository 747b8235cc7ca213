/** Every network of ours is fitted by it: one that does not arrive gives forecasts of a half-learnt queue. */
import assert from "node:assert/strict";
import { Adam } from "@/ml/volume/adam.ts";

Deno.test("a valley of unlike slopes is walked down to its bottom", () => {
  const at = Float64Array.of(3, -2);
  for (const rate of [0.1, 0.03, 0.01, 0.001]) {
    const adam = new Adam(2, rate);
    for (let n = 0; n < 200; n++) adam.step(at, [2 * (at[0] - 1), 200 * (at[1] - 0.5)]);
  }
  assert.ok(Math.abs(at[0] - 1) < 1e-3 && Math.abs(at[1] - 0.5) < 1e-3, `${at}`);
});

Deno.test("the first step is as long as the rate, however steep it is", () => {
  for (const slope of [1e-3, 1, 1e6]) {
    const at = Float64Array.of(0);
    new Adam(1, 0.1).step(at, [slope]);
    assert.ok(Math.abs(at[0] + 0.1) < 1e-4);
  }
});

Deno.test("on level ground nothing moves, and nothing becomes NaN", () => {
  const at = Float64Array.of(7);
  const adam = new Adam(1, 0.1);
  for (let n = 0; n < 10; n++) adam.step(at, [0]);
  assert.equal(at[0], 7);
});
