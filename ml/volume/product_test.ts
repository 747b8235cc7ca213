/** What the product itself forecasts with: the figures that agents are called in by. */
import assert from "node:assert/strict";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { tf } from "@/ml/tensor/mod.ts";
import { backTest, weekly } from "@/ml/volume/back_test.ts";
import { before, type History } from "@/ml/volume/history.ts";
import { wape } from "@/ml/volume/metrics.ts";
import { FAMILIES, fitProduct, PRODUCT } from "@/ml/volume/product.ts";
import { seeded } from "@/telephony/simulator/random.ts";

function queue(count: number, given: {
  weekdays?: boolean[];
  slots?: number;
  mean: (day: string, slot: number, n: number) => number;
}): History {
  const { weekdays = [true, true, true, true, true, false, false], slots = 6, mean } = given;
  const random = seeded(11);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return {
    step: 60,
    opens: 540,
    slots,
    days: Array.from({ length: count }, (_, n) => addDays("2025-01-06", n)).filter((day) => weekdays[weekdayOf(day)])
      .map((day, n) => ({
        day,
        calls: Float64Array.from({ length: slots }, (_, slot) => {
          const calls = mean(day, slot, n);
          return Math.max(0, Math.round(calls + Math.sqrt(calls) * gauss()));
        }),
      })),
    calendar: { weekdays, closed: new Set(), holidays: new Set(), special: new Map(), yearly: false },
  };
}
const usual = (day: string, slot: number) => (60 + 10 * slot) * (weekdayOf(day) === 0 ? 1.3 : 1);
const meanOf = (day: string) => Float64Array.from({ length: 6 }, (_, slot) => usual(day, slot));
const ordinary = (count: number) => queue(count, { mean: usual });

Deno.test("weights sum to one, every family's back-test is kept, and progress goes up to its end", async () => {
  const steps: [number, number][] = [];
  const { weights, told, intervals } = await fitProduct(ordinary(110), {
    onStep: (done, of) => steps.push([done, of]),
  });
  assert.ok(Math.abs(weights.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-9);
  assert.deepEqual([...told.keys()], [...FAMILIES.map(({ name }) => name), "product"]);
  assert.ok(steps.every(([done, of], n) => done === n + 1 && of === steps.length));
  assert.ok(intervals.from > 200);
});

Deno.test("ordinary calls are forecast nearly as well as chance allows, and better than last week's", async () => {
  const history = ordinary(150);
  const range = { from: "2025-05-12", to: "2025-06-01" };
  const origins = weekly(history, range);
  const ours = wape(await backTest(history, PRODUCT, { origins }));
  const naive = wape(await backTest(history, FAMILIES[FAMILIES.length - 1], { origins }));
  // What even the true mean misses by.
  const truth = await backTest(history, {
    ...PRODUCT,
    fit: () => Promise.resolve({ forecast: (days) => days.map(meanOf) }),
  }, {
    origins,
  }).then(wape);
  assert.ok(ours < 1.08 * truth, `${ours} beside ${truth}`);
  assert.ok(ours < 0.85 * naive, `${ours} beside ${naive}`);
});

Deno.test("four of five intervals of the weeks after lie within the bounds", async () => {
  const history = queue(170, {
    mean: (day, slot, n) => (200 + 20 * slot) * (weekdayOf(day) === 0 ? 1.2 : 1) * Math.exp(0.05 * Math.sin(n * n)),
  });
  let inside = 0, all = 0;
  for (const { at, days } of weekly(history, { from: "2025-05-05", to: "2025-06-22" })) {
    const { forecast, intervals } = await fitProduct(before(history, at));
    forecast(days).forEach((expected, n) => {
      const { low, high } = intervals.around(expected, 3 + n);
      history.days.find(({ day }) => day === days[n])!.calls.forEach((calls, slot) => {
        all++;
        if (calls >= low[slot] && calls <= high[slot]) inside++;
      });
    });
  }
  assert.ok(inside / all > 0.72 && inside / all < 0.88, `${inside / all}`);
});

Deno.test("a queue too young for a back-test has a forecast and bounds all the same", async () => {
  const { forecast, intervals, weights } = await fitProduct(ordinary(9));
  assert.ok(weights[0].weight > 0.4 && weights[0].weight + weights[1].weight > 0.999, "the network has it");
  const [expected] = forecast(["2025-01-15"]);
  const { low, high } = intervals.around(expected, 1);
  assert.ok(expected.every((one, slot) => one > 30 && one < 200 && low[slot] < one && one < high[slot]));
});

Deno.test("the same history gives the same forecast to the last digit; nothing of an earlier queue is left in it", async () => {
  const tell = async () => (await fitProduct(ordinary(70))).forecast(["2025-03-18", "2025-03-24"]);
  const first = await tell();
  await fitProduct(queue(40, { mean: () => 5 }));
  assert.deepEqual(await tell(), first);
});

Deno.test("what is asked together is told as if it were asked one by one", async () => {
  const { forecast } = await fitProduct(ordinary(70));
  const days = ["2025-03-18", "2025-04-01", "2025-05-12"];
  assert.deepEqual(forecast(days), days.map((day) => forecast([day])[0]));
});

Deno.test("a cancelled training stops at once and leaves no tensors", async () => {
  await fitProduct(ordinary(40));
  const { numTensors } = tf.memory();
  const stop = new AbortController();
  let steps = 0;
  const training = fitProduct(ordinary(110), { signal: stop.signal, onStep: () => ++steps === 4 && stop.abort() });
  await assert.rejects(training, { name: "AbortError" });
  assert.equal(steps, 4);
  assert.equal(tf.memory().numTensors, numTensors);
});

Deno.test("queues of every kind get finite calls with bounds around them, eight weeks ahead", async () => {
  const always = Array(7).fill(true);
  for (
    const history of [
      queue(60, { mean: () => 0.3 }),
      queue(60, { mean: (_, slot) => slot === 0 ? 0 : 4 }),
      queue(60, { weekdays: always, slots: 24, mean: (_, slot) => 5 + slot }),
      queue(60, { mean: (_, __, n) => n === 20 ? 5_000 : 50 }),
      queue(60, { mean: (_, __, n) => n < 30 ? 20 : 400 }),
    ]
  ) {
    const { forecast, intervals } = await fitProduct(history);
    const last = history.days[history.days.length - 1].day;
    for (const ahead of [1, 7, 56]) {
      const [expected] = forecast([addDays(last, ahead)]);
      const { low, high } = intervals.around(expected, ahead);
      const [p10, , p50, , p90] = intervals.quantiles(expected, { ahead });
      assert.ok(expected.every((one) => one >= 0 && one < 20_000), `${expected}`);
      assert.ok(low.every((one, slot) => one >= 0 && one <= high[slot] && high[slot] < 50_000), `${low} ${high}`);
      assert.ok(p10.every((one, slot) => one <= p50[slot] && p50[slot] <= p90[slot]));
    }
  }
});
