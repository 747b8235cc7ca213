/** What a version is kept as: a file that forecasts otherwise than what was promoted would staff other people than agreed. */
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import fc from "npm:fast-check@4.10.2";
import { addDays } from "@/ml/calendar/days.ts";
import { pack, unpack } from "@/ml/volume/blob.ts";
import { besideOf, familiesOf, familyOf } from "@/ml/volume/families.ts";
import { readObservations } from "@/ml/volume/observations.ts";
import { fitProduct } from "@/ml/volume/product.ts";
import { forecaster, loadVolume, NotAModelError, storeVolume } from "@/ml/volume/stored.ts";
import { observationsOf } from "@/ml/volume/testing.ts";
import type { FamilyName } from "@/ml/volume/report.ts";
import type { History } from "@/ml/volume/history.ts";

function history(step: number, special = new Map<string, string[]>()): History {
  const rows = observationsOf({
    from: "2025-02-03",
    days: 75,
    step,
    opens: 540,
    closes: 1_080,
    calls: 300,
    weekdays: [1.2, 1, 1, 1, 0.9, 0, 0],
  });
  const read = readObservations(rows, { closed: "weekday", special, closures: new Set(["2025-05-01"]) });
  assert.ok(read.ok);
  return read.history;
}

async function version(grid: History, families: FamilyName[]) {
  const { chosen, intervals } = await fitProduct(grid, { families: families.map(familyOf) });
  return {
    grid,
    dataTo: grid.days[grid.days.length - 1].day,
    chosen,
    intervals,
    service: { handle: null, patience: null },
  };
}
const ahead = Array.from({ length: 56 }, (_, n) => addDays("2025-04-19", n));

for (
  const name of ["structural", "structural-lively", "network", "smoothing", "weekday-mean", "seasonal-naive"] as const
) {
  Deno.test(`${name}: kept and loaded again, it forecasts the same to the last digit`, async () => {
    const fitted = await version(history(30, new Map([["mailing", ["2025-03-05", "2025-05-07"]]])), [name]);
    const loaded = loadVolume(storeVolume(fitted));
    assert.deepEqual(loaded.forecast(ahead), forecaster(fitted).forecast(ahead));
    assert.deepEqual(loaded.quantiles(ahead), forecaster(fitted).quantiles(ahead));
    assert.equal(loaded.level, 0.8);
  });
}

Deno.test("five-minute intervals are kept too, with how calls come within a quarter of an hour", async () => {
  const fitted = await version(history(5), ["structural", "smoothing"]);
  const loaded = loadVolume(storeVolume(fitted));
  assert.deepEqual(loaded.forecast(ahead), forecaster(fitted).forecast(ahead));
});

Deno.test("closed days are told nothing, also those marked after the training; others are told", async () => {
  const blob = storeVolume(await version(history(60), ["structural"]));
  const [thursday, friday, saturday] = loadVolume(blob).forecast(["2025-05-01", "2025-05-02", "2025-05-03"]);
  for (const day of [thursday, saturday]) {
    assert.ok([...day.expected, ...day.low, ...day.high].every((one) => one === 0));
  }
  assert.ok(friday.expected.every((one) => one > 1));
  const [closed] = loadVolume(blob, { closures: new Set(["2025-05-02"]) }).forecast(["2025-05-02"]);
  assert.ok(closed.expected.every((one) => one === 0));
  const [opened] = loadVolume(blob, { opened: new Set(["2025-05-03"]) }).forecast(["2025-05-03"]);
  assert.ok(opened.expected.every((one) => one > 1), "a moved working day is worked on");
});

Deno.test("kinds of marked days that a version has never seen change nothing and break nothing", async () => {
  const blob = storeVolume(await version(history(60), ["structural"]));
  const plain = loadVolume(blob).forecast(["2025-05-06"]);
  assert.deepEqual(loadVolume(blob, { special: new Map([["own", ["2025-05-06"]]]) }).forecast(["2025-05-06"]), plain);
});

Deno.test("quantiles rise with their levels and bounds stay around what is expected, eight weeks ahead", async () => {
  const loaded = loadVolume(storeVolume(await version(history(60), ["structural"])));
  loaded.quantiles(ahead).forEach((rows) =>
    rows.slice(1).forEach((row, n) => row.forEach((one, slot) => assert.ok(one >= rows[n][slot])))
  );
  for (const { expected, low, high } of loaded.forecast(ahead)) {
    expected.forEach((one, slot) => assert.ok(low[slot] <= one && one <= high[slot]));
  }
});

Deno.test("a file that is none of ours is refused by name, whatever is in it: it is never half a model", async () => {
  const good = storeVolume(await version(history(60), ["weekday-mean"]));
  const foreign = [
    new Uint8Array(),
    good.slice(0, good.length - 20),
    new Uint8Array(gzipSync("something else")),
    new Uint8Array(gzipSync(`kommutator volume 1\n{"header":{},"lists":[]}\n`)),
    new Uint8Array(gzipSync(`kommutator volume 1\n`)),
    pack({ step: 30 }, {}),
  ];
  for (const blob of foreign) assert.throws(() => loadVolume(blob), NotAModelError);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (blob) => {
      assert.throws(() => loadVolume(blob), NotAModelError);
    }),
    { numRuns: 50 },
  );
});

Deno.test("numbers of any size pass through the file unchanged, in their places", () => {
  const list = fc.array(fc.double(), { maxLength: 9 }).map((one) => Float64Array.from(one));
  const parts = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,5}$/),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), list, { minKeys: 1 }),
  );
  fc.assert(
    fc.property(parts, fc.jsonValue(), (given, value) => {
      const { header, parts: got } = unpack(pack({ value }, given));
      assert.deepEqual(JSON.stringify(header), JSON.stringify({ value }));
      assert.deepEqual(Object.keys(got), Object.keys(given));
      for (const whose in given) assert.deepEqual({ ...got[whose] }, { ...given[whose] });
    }),
    { numRuns: 60 },
  );
});

Deno.test("families stand in the order of their likelihood however they were chosen, and baselines are never forgotten", () => {
  const names = (families: FamilyName[]) => familiesOf({ families }).map(({ name }) => name);
  assert.deepEqual(names(["smoothing", "structural"]), ["structural", "smoothing"]);
  assert.deepEqual(names([]), ["structural"]);
  assert.deepEqual(besideOf({ families: ["weekday-mean"] }).map(({ name }) => name), ["seasonal-naive"]);
});
