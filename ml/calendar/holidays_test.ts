import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { daysOfSpans, queueCalendar } from "@/ml/calendar/holidays.ts";

const OFF = [
  { day: "2026-02-23", key: "defender" },
  { day: "2026-03-09", key: "moved" },
  { day: "2026-05-01", key: "labour" },
  { day: "2026-06-12", key: "russia" },
];

/** Calls on all days that `works` says. */
function history(works: (day: string) => boolean, { from = "2026-01-12", to = "2026-05-15" } = {}) {
  const totals = new Map<string, number>();
  for (let day = from; day <= to; day = addDays(day, 1)) if (works(day)) totals.set(day, 100);
  return totals;
}
const asked = { off: OFF, instead: [], closures: [], today: "2026-05-16" };

Deno.test("a queue that was closed on holidays is forecast closed on the next one, not busy", () => {
  const free = new Set(OFF.map(({ day }) => day));
  const totals = history((day) => weekdayOf(day) < 5 && !free.has(day));
  const { closures, holidays } = queueCalendar({ ...asked, totals });
  assert.ok(closures.has("2026-06-12"));
  assert.ok(closures.has("2026-05-01"));
  assert.equal(holidays.size, 0);
});

Deno.test("a queue that worked through holidays is forecast open, with the holiday known", () => {
  const { closures, holidays } = queueCalendar({ ...asked, totals: history(() => true) });
  assert.equal(closures.size, 0);
  assert.deepEqual([...holidays].sort(), OFF.map(({ day }) => day));
});

Deno.test("without a past on holidays, a queue that works at weekends works on holidays, another does not", () => {
  const short = { from: "2026-05-15", to: "2026-06-05" };
  const now = { ...asked, today: "2026-06-06" };
  const weekend = queueCalendar({ ...now, totals: history(() => true, short) });
  assert.ok(weekend.holidays.has("2026-06-12"));
  const office = queueCalendar({ ...now, totals: history((day) => weekdayOf(day) < 5, short) });
  assert.ok(office.closures.has("2026-06-12"));
  const nothing = queueCalendar({ ...now, totals: new Map() });
  assert.ok(nothing.closures.has("2026-06-12"), "nothing known: as the calendar says");
});

Deno.test("the New Year may be closed where other holidays are worked", () => {
  const off = [
    ...["2026-01-01", "2026-01-02", "2027-01-01"].map((day) => ({ day, key: "new-year" })),
    ...["2025-11-04", "2026-11-04"].map((day) => ({ day, key: "unity" })),
  ];
  const totals = history((day) => !day.startsWith("2026-01-0") || day > "2026-01-02", {
    from: "2025-10-01",
    to: "2026-10-01",
  });
  const { closures, holidays } = queueCalendar({ ...asked, totals, off, today: "2026-10-02" });
  assert.ok(closures.has("2027-01-01"));
  assert.ok(holidays.has("2026-11-04"));
});

Deno.test("a Saturday that is worked instead of another day is open for a queue that keeps the calendar", () => {
  const free = new Set(OFF.map(({ day }) => day));
  const totals = history((day) => weekdayOf(day) < 5 && !free.has(day));
  assert.deepEqual([...queueCalendar({ ...asked, totals, instead: ["2026-05-23"] }).opened], ["2026-05-23"]);
});

Deno.test("marked closures win, and no day is both closed and a holiday that is worked", () => {
  const day = fc.integer({ min: 0, max: 400 }).map((n) => addDays("2026-01-01", n));
  fc.assert(fc.property(
    fc.array(day),
    fc.array(day),
    fc.array(fc.record({ day, key: fc.constantFrom("a", "b") }), { maxLength: 30 }),
    day,
    (open, closures, off, today) => {
      const totals = new Map(open.filter((one) => one < today).map((one) => [one, 5]));
      const made = queueCalendar({ totals, off, instead: [], closures, today });
      for (const one of closures) assert.ok(made.closures.has(one));
      for (const one of made.holidays) assert.ok(!made.closures.has(one));
      for (const { day } of off) assert.ok(made.holidays.has(day) || made.closures.has(day));
    },
  ));
});

Deno.test("days of spans that overlap stand once", () => {
  assert.deepEqual(
    daysOfSpans([{ first: "2026-02-27", last: "2026-03-01" }, { first: "2026-03-01", last: "2026-03-02" }]),
    [
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
      "2026-03-02",
    ],
  );
});
