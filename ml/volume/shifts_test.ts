/** A new level that is not seen costs weeks of wrong shifts; one that is seen where there is none costs as much. */
import assert from "node:assert/strict";
import { addDays, dayNumber, weekdayOf } from "@/ml/calendar/days.ts";
import type { Day } from "@/ml/volume/history.ts";
import { movesOf } from "@/ml/volume/shifts.ts";
import { seeded } from "@/telephony/simulator/random.ts";

const CALENDAR = {
  weekdays: [true, true, true, true, true, false, false],
  closed: new Set<string>(),
  holidays: new Set<string>(),
  special: new Map<string, string[]>(),
  yearly: false,
};

function days(count: number, times: (day: string, n: number) => number, noise = 0.05): Day[] {
  const random = seeded(9);
  return Array.from({ length: count * 2 }, (_, n) => addDays("2025-02-03", n)).filter((day) => weekdayOf(day) < 5)
    .slice(0, count)
    .map((day, n) => {
      const level = 100 * (weekdayOf(day) === 0 ? 1.4 : 1) * times(day, n) * (1 + noise * (random() - 0.5) * 3.46);
      return { day, calls: Float64Array.from({ length: 6 }, () => level) };
    });
}
const oddDays = ({ odd }: { odd: Float64Array }) => [...odd].flatMap((by, n) => by === 0 ? [] : [n]);

Deno.test("a level that doubles is seen after four days, on its day; before that it may be luck", () => {
  const list = days(60, (_, n) => n < 45 ? 1 : 2);
  const { shifts, odd } = movesOf(list, CALENDAR);
  assert.deepEqual(shifts, [dayNumber(list[45].day)]);
  assert.deepEqual(oddDays({ odd }), []);
  assert.deepEqual(movesOf(list.slice(0, 49), CALENDAR).shifts, [dayNumber(list[45].day)]);
  assert.deepEqual(movesOf(list.slice(0, 47), CALENDAR).shifts, []);
});

Deno.test("two new levels are two", () => {
  const list = days(80, (_, n) => n < 30 ? 1 : n < 55 ? 0.6 : 1.2);
  assert.deepEqual(movesOf(list, CALENDAR).shifts, [list[30], list[55]].map(({ day }) => dayNumber(day)));
});

Deno.test("growth, Mondays, paydays and ordinary luck are no new level", () => {
  assert.deepEqual(movesOf(days(120, (_, n) => 1.006 ** n), CALENDAR).shifts, []);
  assert.deepEqual(movesOf(days(120, (day) => Number(day.slice(8)) < 3 ? 1.6 : 1), CALENDAR).shifts, []);
  for (const noise of [0.01, 0.1, 0.25]) {
    const { shifts, odd } = movesOf(days(120, () => 1, noise), CALENDAR);
    assert.deepEqual([shifts, oddDays({ odd })], [[], []]);
  }
});

Deno.test("a single wild day is odd, and no level; paydays that are always so are not odd", () => {
  const wild = movesOf(days(60, (_, n) => n === 27 ? 30 : n === 37 ? 0.05 : 1), CALENDAR);
  assert.deepEqual(wild.shifts, []);
  assert.deepEqual(oddDays(wild), [27, 37]);
  assert.ok(wild.odd[27] > 3 && wild.odd[37] < -2);
  assert.deepEqual(oddDays(movesOf(days(120, (day) => Number(day.slice(8)) <= 3 ? 2 : 1), CALENDAR)), []);
});

Deno.test("young queues have no moves, and many odd days are none", () => {
  assert.deepEqual(movesOf(days(10, (_, n) => n < 5 ? 1 : 3), CALENDAR).shifts, []);
  assert.deepEqual(oddDays(movesOf(days(60, (_, n) => n % 4 === 3 ? 20 : 1), CALENDAR)), []);
});
