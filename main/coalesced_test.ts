import assert from "node:assert/strict";
import { coalesced } from "./coalesced.ts";

Deno.test("a hundred changes at once are read twice, not a hundred times, and the last one is never missed", async () => {
  const runs: (() => void)[] = [];
  const ask = coalesced(() => new Promise<void>((done) => runs.push(done)), () => {});
  for (let i = 0; i < 100; i++) ask();
  assert.equal(runs.length, 1);
  runs[0]();
  await Promise.resolve().then(() => {}).then(() => {});
  assert.equal(runs.length, 2);
  runs[1]();
  await Promise.resolve().then(() => {}).then(() => {});
  assert.equal(runs.length, 2);
  ask();
  assert.equal(runs.length, 3);
});

Deno.test("a failed reading is told and does not stop the next", async () => {
  const failures: unknown[] = [];
  let n = 0;
  const ask = coalesced(() => Promise.reject(++n), (error) => failures.push(error));
  ask();
  await Promise.resolve().then(() => {}).then(() => {});
  ask();
  await Promise.resolve().then(() => {}).then(() => {});
  assert.deepEqual(failures, [1, 2]);
});
