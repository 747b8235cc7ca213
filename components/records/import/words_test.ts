import assert from "node:assert/strict";
import { isBusy, secondsLeft, sizeText, stepOf, stepsOf } from "./words.ts";
import type { ImportLine, ImportState } from "./types.ts";

const STATES: ImportState[] = [
  "uploaded",
  "checking",
  "checked",
  "running",
  "paused",
  "done",
  "failed",
  "cancelled",
  "undoing",
  "undone",
];

Deno.test("each state opens with a step that it allows, or the page shows nothing", () => {
  for (const state of STATES) assert.ok(stepsOf({ state }).includes(stepOf(state)), state);
  for (const state of STATES.filter((one) => !["uploaded", "checked"].includes(one))) {
    assert.ok(!stepsOf({ state }).includes("columns"), `${state} would lose edits`);
  }
  assert.deepEqual(STATES.filter(isBusy), ["checking", "running", "undoing"]);
});

Deno.test("the time left follows the share that is done, and is silent before that is known", () => {
  const line = (progress: number, total: number, rowsPerSecond: number | null) =>
    secondsLeft({ progress, rowsPerSecond, counters: { total } } as ImportLine);
  assert.equal(line(0.5, 1_000, 100), 10);
  assert.equal(line(1, 1_000, 100), 0);
  assert.equal(line(0, 0, 100), null);
  assert.equal(line(0.5, 1_000, null), null);
});

Deno.test("sizes are told in units that people know", () => {
  assert.match(sizeText(900, "en"), /^1 kB/);
  assert.match(sizeText(1_500_000, "en"), /1\.4 MB/);
  assert.match(sizeText(0, "en"), /^0/);
});
