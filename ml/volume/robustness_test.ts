/**
 * Companies that the product was not made on: whatever a queue is like, its forecast is never worse than last week's
 * beyond chance, and never anything but calls.
 */
import assert from "node:assert/strict";
import { addDays } from "@/ml/calendar/days.ts";
import { backTest, weekly } from "@/ml/volume/back_test.ts";
import { SEASONAL_NAIVE } from "@/ml/volume/baselines.ts";
import type { History } from "@/ml/volume/history.ts";
import { wape } from "@/ml/volume/metrics.ts";
import { readObservations } from "@/ml/volume/observations.ts";
import { fitProduct, PRODUCT } from "@/ml/volume/product.ts";
import { type Company, observationsOf } from "@/ml/volume/testing.ts";

const OFFICE = [1.2, 1.05, 1, 1, 0.95, 0, 0];
const WEEK = [1.2, 1.05, 1, 1, 0.95, 0.6, 0.45];
const DAY = { from: "2025-02-03", step: 30, opens: 540, closes: 1_080, weekdays: OFFICE };
const ALWAYS = { ...DAY, opens: 0, closes: 1_440, weekdays: WEEK };
const JANUARY = new Set(["01", "02", "03", "06", "07", "08"].map((date) => `2026-01-${date}`).concat("2025-12-31"));

const COMPANIES: Record<string, Company> = {
  "five minutes round the clock": { ...ALWAYS, days: 40, step: 5, calls: 2_000 },
  "few calls at night": { ...ALWAYS, days: 80, step: 60, calls: 40 },
  "hardly any calls": { ...DAY, days: 80, calls: 5 },
  "three weeks": { ...DAY, days: 21, calls: 300 },
  "seven days": { ...DAY, days: 9, calls: 300 },
  "growth of three times a year": { ...DAY, days: 120, calls: 300, growth: 3 },
  "a level that halved a week before": { ...DAY, days: 100, calls: 400, shift: { day: "2025-04-21", times: 0.5 } },
  "a wild queue": { ...DAY, days: 100, calls: 400, luck: 0.2, drift: 0.03 },
  "Russian January": { ...DAY, from: "2025-10-06", days: 118, calls: 500, closed: JANUARY, weekdays: OFFICE },
};

function historyOf(company: Company): History {
  const read = readObservations(observationsOf(company), { closed: "weekday" });
  assert.ok(read.ok);
  return read.history;
}

for (const [name, company] of Object.entries(COMPANIES)) {
  Deno.test(`${name}: no worse than last week's, finite, and bounded for eight weeks`, async () => {
    const history = historyOf(company);
    const last = history.days[history.days.length - 1].day;
    const from = history.days[Math.max(3, history.days.length - 10)].day;
    const origins = weekly(history, { from, to: last });
    const ours = wape(await backTest(history, PRODUCT, { origins }));
    const naive = wape(await backTest(history, SEASONAL_NAIVE, { origins }));
    // Four days are judged of a queue of seven: chance alone makes a tenth.
    assert.ok(ours < (history.days.length > 10 ? 1.03 : 1.1) * naive, `${ours} beside ${naive}`);
    const { forecast, intervals } = await fitProduct(history);
    const days = Array.from({ length: 56 }, (_, n) => addDays(last, n + 1));
    const most = Math.max(...history.days.flatMap(({ calls }) => [...calls].filter((one) => !Number.isNaN(one))));
    forecast(days).forEach((expected, n) => {
      const { low, high } = intervals.around(expected, n + 1);
      expected.forEach((one, slot) => {
        assert.ok(low[slot] >= 0 && low[slot] <= one + 1e-9 + high[slot] && high[slot] < 20 * most + 20);
        assert.ok(one >= 0 && one <= 5 * most + 5, `${one}`);
      });
    });
  });
}

Deno.test("the first days after January's holidays are told of the size that they have, not of a holiday's", async () => {
  const history = historyOf(COMPANIES["Russian January"]);
  const { forecast } = await fitProduct({ ...history, days: history.days.filter(({ day }) => day < "2025-12-31") });
  const [told] = forecast(["2026-01-12"]);
  const came = history.days.find(({ day }) => day === "2026-01-12")!.calls;
  const sum = (list: Float64Array) => list.reduce((all, one) => all + one, 0);
  assert.ok(Math.abs(sum(told) / sum(came) - 1) < 0.3, `${sum(told)} beside ${sum(came)}`);
});

Deno.test("an hour that clocks leave out or give twice moves no call to another hour", () => {
  const rows = observationsOf({ ...ALWAYS, days: 60, step: 60, calls: 600 });
  const without = rows.filter(({ at }) => at !== "2025-03-30 02:00");
  const twice = rows.flatMap((row) => row.at === "2025-03-23 02:00" ? [row, row] : [row]);
  const plain = readObservations(rows, { closed: "weekday" });
  for (const list of [without, twice]) {
    const read = readObservations(list, { closed: "weekday" });
    assert.ok(read.ok && plain.ok);
    read.history.days.forEach(({ day, calls }, n) =>
      calls.forEach((one, slot) =>
        assert.ok(Number.isNaN(one) || one === plain.history.days[n].calls[slot], `${day} ${slot}`)
      )
    );
  }
});
