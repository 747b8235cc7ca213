/** The challenger: it may lose, but it must learn, say finite calls, and leave nothing behind. */
import assert from "node:assert/strict";
import { weekdayOf } from "@/ml/calendar/days.ts";
import { openTensors, tf } from "@/ml/tensor/mod.ts";
import { before, type History, totalOf } from "@/ml/volume/history.ts";
import { NETWORK_MODEL } from "@/ml/volume/network.ts";
import { readObservations } from "@/ml/volume/observations.ts";
import { type Company, observationsOf } from "@/ml/volume/testing.ts";

function history(more: Partial<Company> = {}): History {
  const weekdays = [1.5, 1, 1, 1, 0.8, 0, 0];
  const read = readObservations(
    observationsOf({
      from: "2025-02-03",
      days: 120,
      step: 60,
      opens: 540,
      closes: 1_080,
      calls: 900,
      weekdays,
      ...more,
    }),
    { closed: "weekday" },
  );
  assert.ok(read.ok);
  return read.history;
}

Deno.test("weekdays and paydays are learnt from the calls", async () => {
  const { forecast } = await NETWORK_MODEL.fit(history({ payday: 1.5, luck: 0.01 }));
  // A Monday, a Wednesday, and a payday that is a Tuesday.
  const [monday, wednesday, paid] = forecast(["2025-06-09", "2025-06-11", "2025-07-01"]).map(totalOf);
  assert.equal(weekdayOf("2025-07-01"), 1);
  assert.ok(Math.abs(monday / wednesday - 1.5) < 0.15, `${monday / wednesday}`);
  assert.ok(paid / wednesday > 1.2, `${paid / wednesday}`);
});

Deno.test("the same calls give the same forecast, cold; begun with yesterday's it says nearly the same", async () => {
  const own = history();
  const days = ["2025-06-04", "2025-06-05"];
  const cold = (await NETWORK_MODEL.fit(own)).forecast(days);
  assert.deepEqual((await NETWORK_MODEL.fit(own)).forecast(days), cold);
  const { warm } = await NETWORK_MODEL.fit(before(own, own.days[own.days.length - 1].day));
  const told = (await NETWORK_MODEL.fit(own, warm)).forecast(days);
  told.forEach((calls, n) => assert.ok(Math.abs(totalOf(calls) / totalOf(cold[n]) - 1) < 0.06));
});

Deno.test("a hundred retrainings leave no tensor behind", async () => {
  await openTensors();
  const own = history({ days: 12, opens: 600, closes: 780 });
  let { warm } = await NETWORK_MODEL.fit(own);
  const { numTensors, numBytes } = tf.memory();
  for (let n = 0; n < 100; n++) warm = (await NETWORK_MODEL.fit(own, warm)).warm;
  assert.deepEqual([tf.memory().numTensors, tf.memory().numBytes], [numTensors, numBytes]);
});

Deno.test("queues of few calls, of holes and of one day get finite calls", async () => {
  const holed = history();
  holed.days.forEach(({ calls }, n) => n % 3 && calls.fill(NaN, 0, 3));
  for (const own of [history({ calls: 3 }), holed, { ...holed, days: holed.days.slice(0, 1) }]) {
    const { forecast } = await NETWORK_MODEL.fit(own);
    for (const calls of forecast(["2025-06-04", "2025-07-01"])) {
      assert.ok(calls.every((one) => one >= 0 && one < 20_000));
    }
  }
});
