/** Rules of recurrence: what is read is what is written, and a rule does not drift with the day somebody moved once. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { anchorRule, formatRule, monthDay, monthDayOf, moveRule, parseRule, type Rule, WEEKDAYS } from "./rule.ts";

const rules: fc.Arbitrary<Rule> = fc.record({
  freq: fc.constantFrom("DAILY" as const, "WEEKLY" as const, "MONTHLY" as const, "YEARLY" as const),
  interval: fc.integer({ min: 1, max: 999 }),
  days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { maxLength: 4 }),
  nth: fc.option(fc.constantFrom(-1, 1, 2, 3, 4)),
  monthDays: fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { maxLength: 3 }),
  months: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
  end: fc.oneof(
    fc.constant({ count: null, until: null }),
    fc.record({ count: fc.integer({ min: 1, max: 999 }), until: fc.constant(null) }),
    fc.record({ count: fc.constant(null), until: fc.constantFrom("20301231", "20270228T205959Z") }),
  ),
}).map(({ freq, interval, days, nth, monthDays, months, end }) => ({
  freq,
  interval,
  byDay: days.map((day) => ({ day, nth: freq === "MONTHLY" ? nth : null })),
  byMonthDay: freq === "WEEKLY" || days.length > 0 ? [] : monthDays,
  byMonth: months,
  bySetPos: [],
  ...end,
}));

Deno.test("a rule that is written is read back the same, or the series changes by being saved", () => {
  fc.assert(fc.property(rules, (rule) => assert.deepEqual(parseRule(formatRule(rule)), rule)));
});

Deno.test("what is no rule of days is refused, never guessed, and nothing throws", () => {
  for (
    const text of [
      "",
      "DAILY",
      "FREQ=HOURLY",
      "FREQ=DAILY;FREQ=WEEKLY",
      "FREQ=DAILY;COUNT=2;UNTIL=20270101",
      "FREQ=DAILY;INTERVAL=0",
      "FREQ=WEEKLY;BYDAY=2MO",
      "FREQ=WEEKLY;BYMONTHDAY=3",
      "FREQ=MONTHLY;BYMONTHDAY=32",
      "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
      "FREQ=MONTHLY;BYSETPOS=1",
      "FREQ=DAILY;UNTIL=20270230",
      "FREQ=DAILY;BYDAY=",
      "FREQ=DAILY;X=1",
    ]
  ) assert.equal(parseRule(text), null, text);
  fc.assert(fc.property(fc.string(), (text) => void parseRule(text)));
  fc.assert(fc.property(fc.string(), (text) => void parseRule(`FREQ=MONTHLY;${text}`)));
  assert.deepEqual(parseRule("rrule:freq=weekly;byday=mo,we")?.byDay.map(({ day }) => day), ["MO", "WE"]);
});

Deno.test("an anchored rule names its days, so that one occurrence put off does not move all that follow", () => {
  const anchored = (text: string, year: number, month: number, day: number) =>
    formatRule(anchorRule(parseRule(text)!, { year, month, day }));
  assert.equal(anchored("FREQ=DAILY", 2026, 11, 28), "FREQ=DAILY");
  assert.equal(anchored("FREQ=WEEKLY", 2026, 11, 28), "FREQ=WEEKLY;BYDAY=SA");
  assert.equal(anchored("FREQ=MONTHLY", 2026, 1, 31), "FREQ=MONTHLY;BYMONTHDAY=-1");
  assert.equal(anchored("FREQ=MONTHLY", 2026, 1, 30), "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1");
  assert.equal(anchored("FREQ=YEARLY", 2028, 2, 29), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1");
  assert.equal(anchored("FREQ=MONTHLY;BYDAY=2TU", 2026, 1, 31), "FREQ=MONTHLY;BYDAY=2TU");
  const days = fc.record({
    year: fc.integer({ min: 2024, max: 2032 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  });
  fc.assert(fc.property(rules, days, (rule, day) => {
    const once = anchorRule(rule, day);
    assert.deepEqual(anchorRule(once, { year: 2030, month: 5, day: 17 }), once);
    assert.ok(parseRule(formatRule(once)));
  }));
});

Deno.test("a series moved to another day goes on on that day; one with days of its own keeps them", () => {
  const move = (text: string) =>
    formatRule(
      moveRule(parseRule(text)!, { from: { year: 2026, month: 11, day: 30 }, to: { year: 2026, month: 12, day: 2 } }),
    );
  assert.equal(move("FREQ=WEEKLY;BYDAY=MO"), "FREQ=WEEKLY;BYDAY=WE");
  assert.equal(move("FREQ=WEEKLY;BYDAY=MO,FR"), "FREQ=WEEKLY;BYDAY=MO,FR");
  assert.equal(move("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"), "FREQ=MONTHLY;BYMONTHDAY=2");
  assert.equal(move("FREQ=DAILY"), "FREQ=DAILY");
});

Deno.test("the day of the month that a form shows is the one that it wrote", () => {
  for (let day = 1; day <= 30; day++) {
    assert.equal(monthDayOf({ ...parseRule("FREQ=MONTHLY")!, ...monthDay(day) }), day);
  }
  assert.equal(monthDayOf({ ...parseRule("FREQ=MONTHLY")!, ...monthDay(31) }), -1);
});
