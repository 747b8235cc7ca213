/** These figures decide which model is promoted, so they have to be the textbook's. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { sigmoid } from "@/ml/scores/boost.ts";
import { calibrate, calibrated } from "@/ml/scores/calibration.ts";
import { folds, timeFolds } from "@/ml/scores/folds.ts";
import { auc, aucDifference, aucInterval, ece, quality } from "@/ml/scores/metrics.ts";
import { dateOf, kinds, numberOf, splitOutcome, timeOrder } from "@/ml/scores/table.ts";
import { seeded } from "@/telephony/simulator/random.ts";

Deno.test("AUC is the share of pairs in the right order, ties counting half", () => {
  const pairs = fc.array(fc.record({ score: fc.integer({ min: 0, max: 6 }), won: fc.boolean() }), { maxLength: 40 });
  fc.assert(fc.property(pairs, (records) => {
    const won = records.filter((one) => one.won), lost = records.filter((one) => !one.won);
    let right = 0;
    for (const a of won) for (const b of lost) right += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
    const exact = won.length && lost.length ? right / won.length / lost.length : 0.5;
    const told = auc(records.map(({ score }) => score), Uint8Array.from(records, ({ won }) => won ? 1 : 0));
    assert.ok(Math.abs(told - exact) < 1e-12);
  }));
});

Deno.test("probabilities that mean what they say have next to no calibration error, boasting ones have", () => {
  const random = seeded(1);
  const odds = Float64Array.from({ length: 50_000 }, () => 4 * random() - 2.5);
  const outcome = Uint8Array.from(odds, (one) => random() < sigmoid(one) ? 1 : 0);
  assert.ok(ece(odds.map(sigmoid), outcome) < 0.01);
  const boasting = odds.map((one) => 2 * one + 0.5);
  assert.ok(ece(boasting.map(sigmoid), outcome) > 0.08);
  const curve = calibrate(boasting, outcome);
  for (const one of [-5, -1, 0, 2, 4]) {
    assert.ok(Math.abs(calibrated(curve, one) - (one - 0.5) / 2) < 0.12, `${one}: ${calibrated(curve, one)}`);
  }
  assert.ok(ece(boasting.map((one) => sigmoid(calibrated(curve, one))), outcome) < 0.01);
});

Deno.test("a better score never becomes a smaller probability", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seeded(seed);
      const odds = Float64Array.from({ length: 1_200 }, () => Math.round(60 * random() - 30) / 10);
      const curve = calibrate(odds, Uint8Array.from(odds, (one) => random() < sigmoid(one / 2) ? 1 : 0));
      const told = Array.from({ length: 200 }, (_, n) => calibrated(curve, n / 20 - 5));
      assert.ok(
        curve.won !== curve.lost && told.every((one, n) => Number.isFinite(one) && (n === 0 || one >= told[n - 1])),
      );
    }),
    { numRuns: 20 },
  );
});

Deno.test("scores that run against the outcomes are flattened by calibration, never turned round", () => {
  const odds = Float64Array.from({ length: 200 }, (_, n) => n / 50 - 2);
  const { won, lost, shift } = calibrate(odds, Uint8Array.from(odds, (one) => one < 0 ? 1 : 0));
  assert.deepEqual([won, lost], [0, 0]);
  assert.ok(Math.abs(shift) < 0.05);
});

Deno.test("ends that bend apart are straightened, or the best leads are told too little and the worst too much", () => {
  const random = seeded(4);
  const odds = Float64Array.from({ length: 20_000 }, () => 6 * random() - 3);
  // Sure of the good ones, unsure of the bad ones.
  const truth = (one: number) => one > 0 ? 1.8 * one : 0.6 * one;
  const outcome = Uint8Array.from(odds, (one) => random() < sigmoid(truth(one)) ? 1 : 0);
  const curve = calibrate(odds, outcome);
  assert.ok(curve.lost > 1.5 && curve.won < 0.9, JSON.stringify(curve));
  assert.ok(ece(odds.map((one) => sigmoid(calibrated(curve, one))), outcome) < 0.02);
});

Deno.test("two scores of the same records are told apart by their difference, and a score from itself by nothing", () => {
  const random = seeded(6);
  const odds = Float64Array.from({ length: 1_500 }, () => 4 * random() - 2);
  const outcome = Uint8Array.from(odds, (one) => random() < sigmoid(one) ? 1 : 0);
  const noisy = odds.map((one) => one + 6 * random());
  const apart = aucDifference({ own: odds, other: noisy, outcome }, { random: seeded(1) });
  assert.ok(apart.low > 0 && apart.low < apart.mean && apart.mean < apart.high, JSON.stringify(apart));
  assert.deepEqual(aucDifference({ own: odds, other: odds, outcome }, { random: seeded(1) }), {
    mean: 0,
    low: 0,
    high: 0,
  });
});

Deno.test("the interval of a figure holds the figure and narrows with more records", () => {
  const width = (count: number) => {
    const random = seeded(2);
    const p = Float64Array.from({ length: count }, () => random());
    const outcome = Uint8Array.from(p, (one) => random() < one ? 1 : 0);
    const { low, high } = aucInterval(p, outcome, { random });
    const { auc, brier, logLoss } = quality(p, outcome);
    assert.ok(low < auc && auc < high && brier < 0.25 && logLoss < 0.69);
    return high - low;
  };
  assert.ok(width(4_000) < width(250) / 2);
});

Deno.test("no record is tested by what has learnt from it, nor a past one by its future", () => {
  const tested = folds(103).flatMap(({ train, test }) => {
    assert.equal(new Set([...train, ...test]).size, 103);
    return test;
  });
  assert.deepEqual(tested.sort((a, b) => a - b), [...Array(103).keys()]);
  for (const { train, test } of timeFolds(103, 3)) assert.ok(Math.max(...train) < Math.min(...test));
});

Deno.test("columns are read as people write them: decimal commas, both ways of dates, codes, holes", () => {
  assert.equal(numberOf("1 234,5"), 1234.5);
  assert.ok(Number.isNaN(numberOf("02.Medium")));
  assert.equal(dateOf("01.03.2026"), dateOf("2026-03-01"));
  assert.equal(dateOf("2026-03-01 12:00:00"), dateOf("2026-03-01") + 0.5);
  const rows = Array.from({ length: 60 }, (_, n) => [
    `${n}`,
    `lead ${n}`,
    n % 2 ? "да" : "",
    `${n % 28 + 1}.02.2026`,
    "same",
    n % 7,
  ]);
  const table = { columns: ["№", "name", "called", "date", "all", "visits"], rows };
  assert.deepEqual(kinds(table), ["sequence", "identifier", "category", "date", "constant", "number"]);
  assert.deepEqual(timeOrder(table).slice(0, 3), [0, 28, 56]);
});

Deno.test("deals that are still open are no losses: only won and lost ones are learnt from", () => {
  const table = { columns: ["stage", "sum"], rows: [["Closed Won", 1], ["Engaging", 2], ["отказ", 3], ["", 4]] };
  const split = splitOutcome(table, "stage");
  assert.deepEqual(split, { table: { columns: ["sum"], rows: [[1], [3]] }, outcome: Uint8Array.from([1, 0]) });
  assert.equal(splitOutcome(table, "nothing"), null);
});
