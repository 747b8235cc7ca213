/** A back-test that saw the future promises what no forecast will keep. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { backTest, daily, weekly } from "@/ml/volume/back_test.ts";
import { SEASONAL_NAIVE } from "@/ml/volume/baselines.ts";
import type { History, VolumeModel } from "@/ml/volume/history.ts";

function queue(days: number, open = (day: string) => weekdayOf(day) < 5): History {
  return {
    step: 60,
    opens: 540,
    slots: 2,
    days: Array.from({ length: days }, (_, n) => addDays("2025-01-06", n)).filter(open)
      .map((day, n) => ({ day, calls: Float64Array.of(n, 2 * n) })),
    calendar: {
      weekdays: Array(7).fill(true),
      closed: new Set(),
      holidays: new Set(),
      special: new Map(),
      yearly: false,
    },
  };
}

/** Writes down what it was given. */
function witness(seen: { known: string[]; asked: readonly string[]; warm: unknown }[]): VolumeModel {
  return {
    name: "witness",
    knowsCalendar: false,
    fit: (history, warm) =>
      Promise.resolve({
        warm: seen.length,
        forecast: (asked) => {
          seen.push({ known: history.days.map(({ day }) => day), asked, warm });
          return asked.map(() => new Float64Array(history.slots));
        },
      }),
  };
}

Deno.test("no origin ever sees the days that it is asked for, nor later ones", async () => {
  const cases = fc.record({
    days: fc.integer({ min: 1, max: 80 }),
    from: fc.nat(80),
    length: fc.nat(60),
    holes: fc.array(fc.nat(80), { maxLength: 20 }),
    kind: fc.constantFrom(daily, weekly),
  });
  await fc.assert(fc.asyncProperty(cases, async ({ days, from, length, holes, kind }) => {
    const closed = new Set(holes.map((n) => addDays("2025-01-06", n)));
    const history = queue(days, (day) => !closed.has(day));
    const range = { from: addDays("2025-01-06", from), to: addDays("2025-01-06", from + length) };
    const seen: Parameters<typeof witness>[0] = [];
    const told = await backTest(history, witness(seen), { origins: kind(history, range) });
    for (const { known, asked } of seen) assert.ok(known[known.length - 1] < asked.toSorted()[0]);
    const inside = history.days.filter(({ day }) => day >= range.from && day <= range.to).map(({ day }) => day);
    // Days that nothing is known before are left out; all others are told once.
    assert.deepEqual(told.map(({ day }) => day), inside.slice(inside.length - told.length));
    assert.ok(told.every(({ ahead }) => ahead >= 1));
  }));
});

Deno.test("weeks are asked for from the week before, days from the day before, with their distance", async () => {
  const history = queue(28);
  const range = { from: "2025-01-20", to: "2025-01-26" };
  const week = await backTest(history, SEASONAL_NAIVE, { origins: weekly(history, range) });
  assert.deepEqual(week.map(({ ahead }) => ahead), [3, 4, 5, 6, 7]);
  const days = await backTest(history, SEASONAL_NAIVE, { origins: daily(history, range) });
  assert.deepEqual(days.map(({ ahead }) => ahead), [3, 1, 1, 1, 1]);
  assert.deepEqual([...days[0].calls], [10, 20]);
  assert.deepEqual([...days[0].expected], [5, 10]);
});

Deno.test("each fit begins with what the one before found, or a back-test takes minutes", async () => {
  const history = queue(28);
  const seen: Parameters<typeof witness>[0] = [];
  await backTest(history, witness(seen), { origins: daily(history, { from: "2025-01-20", to: "2025-01-22" }) });
  assert.deepEqual(seen.map(({ warm }) => warm), [undefined, 0, 1]);
});

Deno.test("a back-test can be stopped between two origins, and tells how far it is", async () => {
  const history = queue(28);
  const origins = daily(history, { from: "2025-01-20", to: "2025-01-31" });
  const stop = new AbortController();
  const done: number[] = [];
  await assert.rejects(
    backTest(history, SEASONAL_NAIVE, {
      origins,
      signal: stop.signal,
      onOrigin: (n) => {
        done.push(n);
        if (n === 3) stop.abort();
      },
    }),
    { name: "AbortError" },
  );
  assert.deepEqual(done, [1, 2, 3]);
});
