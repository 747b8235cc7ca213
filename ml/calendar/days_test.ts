/** Days are counted on everywhere: one that is off by one shifts a whole forecast to the wrong weekday. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { addDays, dayNumber, dayOf, weekdayOf } from "@/ml/calendar/days.ts";

const number = fc.integer({ min: -20_000, max: 40_000 });

Deno.test("weekdays are the calendar's own, or Mondays are staffed as Sundays", () => {
  assert.equal(weekdayOf("1970-01-01"), 3);
  assert.equal(weekdayOf("2003-03-03"), 0);
  assert.equal(weekdayOf("2024-02-29"), 3);
  assert.equal(weekdayOf("2026-11-29"), 6);
});

Deno.test("leap days and ends of years are stepped over rightly, or a day is forecast twice", () => {
  assert.equal(addDays("2024-02-28", 1), "2024-02-29");
  assert.equal(addDays("2023-02-28", 1), "2023-03-01");
  assert.equal(addDays("2025-12-31", 1), "2026-01-01");
  assert.equal(addDays("2026-01-01", -1), "2025-12-31");
});

Deno.test("no change of clocks moves a day: steps there and back meet, in every zone", () => {
  fc.assert(fc.property(number, fc.integer({ min: -1_000, max: 1_000 }), (n, by) => {
    const day = dayOf(n);
    assert.equal(dayNumber(day), n);
    assert.equal(addDays(addDays(day, by), -by), day);
    assert.equal(dayNumber(addDays(day, by)) - n, by);
  }));
});

Deno.test("weekdays follow one another, so that a week has each of them once", () => {
  fc.assert(fc.property(number, (n) => {
    const week = Array.from({ length: 7 }, (_, k) => weekdayOf(dayOf(n + k)));
    assert.deepEqual(week.toSorted(), [0, 1, 2, 3, 4, 5, 6]);
    assert.equal((week[0] + 1) % 7, week[1]);
  }));
});
