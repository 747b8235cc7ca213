import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { expectedWait, NO_HISTORY, noteAnswer, noteLineEmpty, spokenWaitMs } from "./expected_wait.ts";

function history(gapMs: number, given: { answers: number; serving: number }) {
  let h = NO_HISTORY;
  for (let i = 0; i <= given.answers; i++) h = noteAnswer(h, { at: i * gapMs, serving: given.serving, waiting: 3 });
  return h;
}

Deno.test("nothing is promised to callers before the queue has shown how fast it is", () => {
  assert.equal(expectedWait(NO_HISTORY, { position: 1, serving: 5, now: 0 }), null);
  assert.equal(
    expectedWait(history(10_000, { answers: 4, serving: 5 }), { position: 1, serving: 5, now: 50_000 }),
    null,
  );
  const known = history(10_000, { answers: 5, serving: 5 });
  assert.equal(expectedWait(known, { position: 1, serving: 0, now: 50_000 }), null, "nobody at work");
  assert.equal(expectedWait(known, { position: 1, serving: 5, now: 50_000 + 3_600_000 }), null, "an hour ago");
  assert.equal(spokenWaitMs(null), null);
});

Deno.test("the estimate follows position and staff", () => {
  const known = history(10_000, { answers: 20, serving: 5 });
  const at = (position: number, serving: number) => expectedWait(known, { position, serving, now: 200_000 })!;
  assert.equal(Math.round(at(1, 5).meanMs), 10_000);
  assert.equal(Math.round(at(6, 5).meanMs), 60_000);
  assert.equal(Math.round(at(6, 10).meanMs), 30_000);
  assert.equal(spokenWaitMs(at(6, 5)), 120_000);
});

Deno.test("an idle hour does not turn into an hour of expected wait", () => {
  let h = history(10_000, { answers: 10, serving: 2 });
  h = noteLineEmpty(h);
  h = noteAnswer(h, { at: 4_000_000, serving: 2, waiting: 2 });
  h = noteAnswer(h, { at: 4_010_000, serving: 2, waiting: 0 });
  assert.deepEqual(h.gaps.at(-1), [4_010_000, 20_000]);
  assert.equal(h.lastAt, null);
});

Deno.test("the interval holds the mean, widens with few samples and never goes below zero", () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 29 }), fc.integer({ min: 1, max: 50 }), (answers, position) => {
      const few = expectedWait(history(1_000, { answers, serving: 3 }), { position, serving: 3, now: 0 })!;
      const more = expectedWait(history(1_000, { answers: answers + 1, serving: 3 }), {
        position,
        serving: 3,
        now: 0,
      })!;
      assert.ok(0 <= few.lowMs && few.lowMs < few.meanMs && few.meanMs < few.likelyMs && few.likelyMs < few.highMs);
      assert.ok(more.highMs - more.lowMs < few.highMs - few.lowMs);
    }),
  );
});

Deno.test("four of five callers do not wait longer than they were told (exponential service)", () => {
  // A seeded M/M/3 queue kept overloaded: compare the estimate at joining with the real wait.
  let seed = 7;
  const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const gap = () => -Math.log(1 - random()) * 20_000;
  let h = NO_HISTORY;
  let now = 0;
  let kept = 0;
  let promised = 0;
  for (let i = 0; i < 4_000; i++) {
    const position = 1 + (i % 12);
    const estimate = expectedWait(h, { position, serving: 3, now });
    let wait = 0;
    for (let n = 0; n < position; n++) {
      const step = gap();
      wait += step;
      now += step;
      h = noteAnswer(h, { at: now, serving: 3, waiting: 20 });
    }
    if (!estimate) continue;
    promised++;
    if (wait <= estimate.likelyMs) kept++;
  }
  assert.ok(Math.abs(kept / promised - 0.8) < 0.03, `${kept / promised}`);
});

Deno.test("spoken waits are whole minutes, in fives over ten, and not spoken over an hour", () => {
  const spoken = (likelyMs: number) => spokenWaitMs({ meanMs: 0, lowMs: 0, likelyMs, highMs: 0 });
  assert.deepEqual([1, 60_000, 60_001, 640_000, 3_600_000, 3_600_001].map(spoken), [
    60_000,
    60_000,
    120_000,
    900_000,
    3_600_000,
    null,
  ]);
});
