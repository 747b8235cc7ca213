import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { heard, isRunning, shareDone, stepAt, STEPS } from "./run.ts";
import type { RunRow } from "@/ml/registry/types.ts";

const RUN: RunRow = {
  id: "r",
  model: "m",
  state: "running",
  stage: "back-test",
  done: 5,
  total: 10,
  error: null,
  version: null,
  queuedAt: "2026-01-01T00:00:00Z",
  startedAt: null,
  endedAt: null,
  askedBy: null,
};

Deno.test("the bar of a training never runs backwards within its steps and never leaves its frame", () => {
  for (const kind of ["volume", "score"] as const) {
    assert.ok(Math.abs(STEPS[kind].reduce((sum, { part }) => sum + part, 0) - 1) < 1e-9);
    const shares = STEPS[kind].slice(1).map(({ step }) => shareDone(kind, { ...RUN, stage: step, done: 0 }));
    assert.deepEqual(shares, [...shares].sort((a, b) => a - b));
  }
  fc.assert(fc.property(fc.string(), fc.double(), fc.double(), (stage, done, total) => {
    for (const kind of ["volume", "score"] as const) {
      const share = shareDone(kind, { ...RUN, stage, done, total });
      assert.ok(share >= 0 && share <= 1, `${stage} ${done} ${total}: ${share}`);
    }
  }));
  assert.equal(shareDone("volume", { ...RUN, state: "done" }), 1);
});

Deno.test("families of a score are one step, or its steps jump to and fro", () => {
  const at = stepAt("score", "trees");
  assert.equal(stepAt("score", "logistic"), at);
  assert.equal(STEPS.score[at].step, "families");
});

Deno.test("an ended training is not started again by an old message, and an error that is no JSON breaks nothing", () => {
  const said = { ...RUN, stage: "fit", done: 1, total: 3, error: "{", version: null };
  assert.equal(heard(RUN, said).stage, "fit");
  assert.equal(heard({ ...RUN, state: "done" }, said).state, "done");
  const failed = heard(RUN, { ...said, state: "failed", error: JSON.stringify({ code: "too-short" }) });
  assert.equal(failed.error?.code, "too-short");
  assert.equal(isRunning(failed), false);
});
