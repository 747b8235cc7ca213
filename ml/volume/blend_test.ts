/** Weights decide what a queue is forecast with: wrong ones give a good model away for a bad one. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { addDays } from "@/ml/calendar/days.ts";
import type { Told } from "@/ml/volume/back_test.ts";
import { blendWeights, mixed } from "@/ml/volume/blend.ts";
import { seeded } from "@/telephony/simulator/random.ts";

/** Back-tests of models that miss by their own bias and noise, over the same days. */
function models(list: readonly { bias?: number; noise?: number }[], days = 40): Told[][] {
  const random = seeded(7);
  const calls = Array.from(
    { length: days },
    () => Float64Array.from({ length: 10 }, () => 50 + Math.floor(random() * 20)),
  );
  return list.map(({ bias = 0, noise = 0 }) =>
    calls.map((one, n) => ({
      day: addDays("2025-01-06", n),
      ahead: 1,
      calls: one,
      expected: one.map((calls) => calls * (1 + bias + noise * (random() - 0.5))),
    }))
  );
}

Deno.test("without days to judge by, the likeliest model is taken", () => {
  assert.deepEqual(blendWeights([[], [], []]), [1, 0, 0]);
});

Deno.test("a clearly better model gets the queue, a hardly better one doesn't: changes of models are not a game of chance", () => {
  const better = blendWeights(models([{ noise: 0.4 }, { noise: 0.1 }]));
  assert.ok(better[1] > 0.8, `${better}`);
  assert.deepEqual(blendWeights(models([{ bias: 0.1 }, { bias: 0.099 }])), [1, 0]);
});

Deno.test("two models whose errors have nothing in common are mixed, or what each knows is lost", () => {
  const weights = blendWeights(models([{ noise: 0.4 }, { noise: 0.4 }]));
  assert.ok(Math.min(...weights) > 0.3, `${weights}`);
});

Deno.test("weights are never negative and sum to one, whatever models told", () => {
  const calls = fc.oneof(fc.nat(100), fc.constantFrom(NaN, 0));
  const cell = fc.tuple(calls, fc.nat(80), fc.nat(80), fc.double({ min: 0, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { maxLength: 12 }), (days) => {
      const lists = [1, 2, 3].map((model) =>
        days.map((day, n): Told => ({
          day: addDays("2025-01-06", n),
          ahead: 1,
          calls: Float64Array.from(day, (one) => one[0]),
          expected: Float64Array.from(day, (one) => one[model]),
        }))
      );
      const weights = blendWeights(lists);
      assert.ok(weights.every((weight) => weight >= 0 && weight <= 1 + 1e-9), `${weights}`);
      assert.ok(Math.abs(weights.reduce((a, b) => a + b) - 1) < 1e-9, `${weights}`);
      for (let d = 0; d < days.length; d++) {
        const parts = lists.map((list) => list[d].expected);
        const mixture = mixed(parts, weights);
        mixture.forEach((one, slot) => {
          const all = parts.map((part) => part[slot]);
          assert.ok(
            one >= Math.min(...all) - 1e-6 && one <= Math.max(...all) * (1 + 1e-9) + 1e-6,
            "outside of its parts",
          );
        });
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("an interval in which one model expects nothing is averaged, not wiped out nor NaN", () => {
  assert.deepEqual([...mixed([Float64Array.of(0, 4), Float64Array.of(10, 9)], [0.5, 0.5])].map(Math.round), [5, 6]);
  assert.deepEqual([...mixed([Float64Array.of(0, 7), Float64Array.of(8, 1)], [0, 1])], [8, 1], "no weight, no word");
});
