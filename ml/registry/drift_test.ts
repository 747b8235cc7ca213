import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type DayError, DRIFT_DAYS, scoreDrift, volumeDrift } from "@/ml/registry/drift.ts";

const at = "2026-03-02T00:15:00.000Z";
const day = fc.record({
  error: fc.double({ min: 0, max: 50, noNaN: true }),
  calls: fc.double({ min: 1, max: 500, noNaN: true }),
});
const days = (n: number) => fc.array(day, { minLength: n, maxLength: 60 });
/** Days of about 10 % error that differ from each other. */
const usual = (times: number, n = 40): DayError[] =>
  Array.from({ length: n }, (_, k) => ({ error: (8 + (k * 7) % 5) * times, calls: 100 }));

Deno.test("days like those of the back-test are no alarm, or analysts stop reading alarms", () => {
  for (let from = 0; from < 20; from++) {
    const seen = usual(1, 60).slice(from, from + DRIFT_DAYS);
    assert.equal(volumeDrift(seen, { backTest: usual(1), at }).state, "holds");
  }
});

Deno.test("a forecast that errs twice as much is an alarm, or agents are rostered by it for months", () => {
  const drift = volumeDrift(usual(2, DRIFT_DAYS), { backTest: usual(1), at });
  assert.deepEqual([drift.state, drift.seen], ["drifted", DRIFT_DAYS]);
  assert.ok(drift.figure! > drift.bound!);
});

Deno.test("worse never means a milder word: the alarm grows with the error", () => {
  const rank = { "too-little": 0, holds: 1, watch: 2, drifted: 3 };
  fc.assert(fc.property(days(5), days(5), fc.double({ min: 1, max: 5, noNaN: true }), (seen, backTest, times) => {
    const worse = seen.map(({ error, calls }) => ({ error: error * times, calls }));
    const [a, b] = [seen, worse].map((list) => volumeDrift(list, { backTest, at }));
    assert.ok(rank[b.state] >= rank[a.state]);
    assert.deepEqual(volumeDrift(seen, { backTest, at }), a, "the same days give the same word each night");
  }));
});

Deno.test("a few days, no calls and no back-test are told as too little and never as NaN", () => {
  fc.assert(fc.property(fc.array(day, { maxLength: 4 }), fc.array(day, { maxLength: 60 }), (seen, backTest) => {
    assert.equal(volumeDrift(seen, { backTest, at }).state, "too-little");
    assert.equal(volumeDrift(backTest, { backTest: seen, at }).state, "too-little");
  }));
  const silent = Array.from({ length: 10 }, () => ({ error: 3, calls: 0 }));
  const drift = volumeDrift(silent, { backTest: usual(1), at });
  assert.deepEqual([drift.state, drift.figure], ["too-little", null]);
});

/** Scores that tell the outcome so well: every n-th is the wrong way round. */
const frozen = (count: number, wrong: number) =>
  Array.from({ length: count }, (_, n) => {
    const won = n % 3 === 0;
    return { told: (n % wrong === 0 ? !won : won) ? 0.6 + (n % 7) / 100 : 0.2 + (n % 5) / 100, won };
  });

Deno.test("scores that no longer tell won from lost are an alarm; a handful of outcomes is none", () => {
  assert.equal(scoreDrift(frozen(600, 20), { expected: 0.92, at }).state, "holds");
  assert.equal(scoreDrift(frozen(600, 2), { expected: 0.92, at }).state, "drifted");
  assert.equal(scoreDrift(frozen(90, 2), { expected: 0.92, at }).state, "too-little");
  const won = frozen(600, 20).map((one) => ({ ...one, won: true }));
  assert.deepEqual(scoreDrift(won, { expected: 0.92, at }), {
    at,
    state: "too-little",
    figure: null,
    expected: 0.92,
    bound: null,
    seen: 600,
  });
});
