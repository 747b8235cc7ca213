import assert from "node:assert/strict";
import { barsPath, peaksOf } from "./peaks.ts";

Deno.test("the waveform shows where people spoke", () => {
  const samples = Array.from({ length: 1000 }, (_, i) => i >= 500 && i < 600 ? (i % 2 ? 0.5 : -0.25) : 0);
  const peaks = peaksOf(samples, 10);
  assert.deepEqual(peaks, [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  assert.equal(barsPath(peaks).split("M").length - 1, 10);
});

Deno.test("silence and a recording shorter than the picture draw nothing strange", () => {
  assert.deepEqual(peaksOf([], 4), [0, 0, 0, 0]);
  assert.equal(peaksOf([0.2], 4).filter((peak) => peak === 1).length, 1);
});
