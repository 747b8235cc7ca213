/** A whole training, from rows to a version: what analysts promote by. */
import assert from "node:assert/strict";
import { addDays } from "@/ml/calendar/days.ts";
import type { ServiceRow } from "@/ml/datasets/types.ts";
import { tf } from "@/ml/tensor/mod.ts";
import { openTrainer } from "@/ml/training/mod.ts";
import type { Progress, VolumeTask } from "@/ml/training/protocol.ts";
import { closuresToCome } from "@/ml/volume/holidays.ts";
import { VOLUME_SETTINGS, type VolumeSettings } from "@/ml/volume/report.ts";
import { loadVolume } from "@/ml/volume/stored.ts";
import { type Company, observationsOf } from "@/ml/volume/testing.ts";
import { historyOf, trainVolume } from "@/ml/volume/train.ts";

const OFFICE: Company = {
  from: "2025-02-03",
  days: 98,
  step: 60,
  opens: 540,
  closes: 1_080,
  calls: 400,
  weekdays: [1.3, 1, 1, 1, 0.9, 0, 0],
};
const QUICK: VolumeSettings = { ...VOLUME_SETTINGS, families: ["structural", "smoothing"], weeks: 4, horizon: 28 };

function task(company: Company = OFFICE, more: Partial<VolumeTask> = {}): VolumeTask {
  return {
    kind: "volume",
    rows: observationsOf(company),
    service: [],
    calendar: { closed: "weekday", holidays: new Set(), closures: new Set(), special: new Map() },
    settings: QUICK,
    champion: null,
    forecastFrom: null,
    ...more,
  };
}
const train = (given: VolumeTask, onProgress: (progress: Progress) => void = () => {}) =>
  trainVolume(given, { onProgress });
const served = (rows: VolumeTask["rows"]): ServiceRow[] =>
  rows.map(({ at, calls }) => ({
    at,
    answered: calls,
    handle: 180 * calls,
    handleSquares: 0,
    abandoned: Math.round(calls / 10),
    waited: 20 * calls,
  }));

Deno.test("a report is whole and survives JSON: every figure finite or null, every chosen family and baseline in it", async () => {
  const given = task();
  const { report, forecast, blob } = await train({ ...given, service: served(given.rows) });
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  assert.deepEqual(JSON.parse(JSON.stringify(forecast)), forecast);
  assert.deepEqual(report.models.map(({ name }) => name), [
    "product",
    "structural",
    "smoothing",
    "seasonal-naive",
    "weekday-mean",
  ]);
  const by = Object.fromEntries(report.models.map((one) => [one.name, one]));
  assert.equal(by["seasonal-naive"].weight, null);
  assert.ok(Math.abs(by["structural"].weight! + by["smoothing"].weight! - 1) < 1e-9);
  assert.ok(by["seasonal-naive"].difference!.high < 0, "better than last week's, beyond chance");
  assert.ok(by["product"].coverage! > 0.65 && by["product"].coverage! < 0.92);
  assert.ok(by["product"].pinball! > 0 && by["product"].difference === null);
  assert.equal(report.told.length, 20);
  assert.deepEqual(report.byWeekday.map(({ key }) => key), [0, 1, 2, 3, 4]);
  assert.deepEqual(report.byHour.map(({ key }) => key), [540, 600, 660, 720, 780, 840, 900, 960, 1_020]);
  assert.deepEqual(report.byAhead.map(({ key }) => key), [7, 14, 21, 28]);
  assert.ok(Math.abs(report.handle!.mean - 180) < 1e-6 && report.patience!.mean > 150);
  assert.equal(forecast.length, 28);
  assert.equal(forecast[0].day, "2025-05-10");
  assert.ok(forecast[2].handle!.every((one) => Math.abs(one - 180) < 1e-6) && forecast[2].patience !== null);
  assert.deepEqual(loadVolume(blob).forecast(forecast.map(({ day }) => day)), forecast);
});

Deno.test("progress goes through its stages, each up to its end, so that a bar never runs backwards", async () => {
  const seen: Progress[] = [];
  await train(task(), (progress) => seen.push(progress));
  assert.deepEqual([...new Set(seen.map(({ stage }) => stage))], ["data", "back-test", "fit", "forecast"]);
  for (const stage of ["back-test", "fit"]) {
    const own = seen.filter((one) => one.stage === stage);
    assert.deepEqual(own.map(({ done }) => done), Array.from({ length: own[0].total }, (_, n) => n + 1));
  }
});

Deno.test("the champion's own settings on the same data make nothing better: the same figures, and said to be the same", async () => {
  const { blob, report } = await train(task());
  const again = await train(task(OFFICE, { champion: { settings: QUICK, blob, dataTo: report.to } }));
  assert.equal(again.sameAsChampion, true);
  const champion = again.report.models.find(({ name }) => name === "champion")!;
  assert.deepEqual(champion.difference, { mean: 0, low: 0, high: 0 });
});

Deno.test("weeks that came after the champion are told by the champion itself, and by nothing it could not know", async () => {
  const old = await train(task({ ...OFFICE, days: 70 }));
  const shifted = { ...OFFICE, shift: { day: "2025-04-14", times: 1.6 } };
  const now = await train(task(shifted, { champion: { settings: QUICK, blob: old.blob, dataTo: old.report.to } }));
  const champion = now.report.models.find(({ name }) => name === "champion")!;
  assert.ok(champion.wape! > 0.25, `it waits for the old level: ${champion.wape}`);
  assert.ok(champion.difference!.high < 0, "and the new version is better beyond chance");
});

Deno.test("a champion of other families is fitted again in its own way on weeks that it has learnt from", async () => {
  const naive: VolumeSettings = { ...QUICK, families: ["seasonal-naive"] };
  const old = await train(task(OFFICE, { settings: naive }));
  const now = await train(task(OFFICE, { champion: { settings: naive, blob: old.blob, dataTo: old.report.to } }));
  const by = Object.fromEntries(now.report.models.map((one) => [one.name, one]));
  assert.equal(by["champion"].wape, by["seasonal-naive"].wape);
  assert.equal(now.sameAsChampion, false);
});

Deno.test("a champion of other intervals or a damaged file is no rival, and no reason to fail", async () => {
  const { blob, report } = await train(task({ ...OFFICE, step: 30 }));
  for (const wrong of [blob, new Uint8Array(9)]) {
    const now = await train(task(OFFICE, { champion: { settings: QUICK, blob: wrong, dataTo: report.to } }));
    assert.ok(!now.report.models.some(({ name }) => name === "champion"));
  }
});

Deno.test("bad data is refused by name, in the Worker too, and never a forecast", async () => {
  const day = (n: number) => addDays("2025-02-03", n);
  const rows = (list: [string, number][]) => list.map(([at, calls]) => ({ at, calls }));
  const grid = (days: number, calls: number) =>
    rows(
      Array.from(
        { length: days * 8 },
        (_, n) => [`${day(Math.floor(n / 8))} ${`${9 + n % 8}`.padStart(2, "0")}:00`, calls],
      ),
    );
  const bad = {
    empty: [],
    "too-short": grid(1, 7),
    constant: grid(30, 7),
    "nothing-usable": grid(30, -4),
    "no-interval": rows([[`${day(0)} 09:00`, 3]]),
  };
  for (const [code, list] of Object.entries(bad)) {
    await assert.rejects(
      train(task(OFFICE, { rows: list })),
      (error: Error & { refusal?: { code: string } }) => error.refusal?.code === code,
      code,
    );
  }
  const told = await openTrainer().train(task(OFFICE, { rows: [] }));
  assert.deepEqual(told, { ok: false, refusal: { code: "empty" } });
});

Deno.test("holidays to come are closed for a queue that was closed on those before, and open for one that worked", () => {
  const holidays = new Set(["2025-02-24", "2025-05-01", "2025-05-08", "2025-06-12"]);
  const closed = new Set(["2025-02-24", "2025-05-01", "2025-05-08"]);
  const calendar = { closed: "weekday" as const, holidays, closures: new Set<string>(), special: new Map() };
  const of = (company: Company) => historyOf(task(company, { calendar }), QUICK).history;
  assert.ok(of({ ...OFFICE, closed }).calendar.closed.has("2025-06-12"));
  assert.ok(!of(OFFICE).calendar.closed.has("2025-06-12"));
  const unseen = new Set(["2025-06-12"]);
  assert.deepEqual(closuresToCome(of(OFFICE), unseen), ["2025-06-12"], "none seen: an office is closed");
  const always = of({ ...OFFICE, weekdays: Array(7).fill(1) });
  assert.deepEqual(closuresToCome(always, unseen), [], "none seen: who works on Sundays works");
  assert.equal(historyOf(task(OFFICE, { calendar }), { ...QUICK, holidays: false }).history.calendar.holidays.size, 0);
});

Deno.test("a forecast begins where it is asked to, whatever days are missing at the end of the data", async () => {
  const { forecast } = await train(task(OFFICE, { forecastFrom: "2025-05-20" }));
  assert.equal(forecast[0].day, "2025-05-20");
  assert.equal(forecast.length, 28);
});

Deno.test("trainings leave no tensors: a Worker that is kept would die of them", async () => {
  const given = task({ ...OFFICE, days: 40 }, {
    settings: { ...QUICK, families: ["structural", "network"], weeks: 2 },
  });
  await train(given);
  const { numTensors, numBytes } = tf.memory();
  for (let n = 0; n < 3; n++) await train(given);
  assert.equal(tf.memory().numTensors, numTensors);
  assert.equal(tf.memory().numBytes, numBytes);
});
