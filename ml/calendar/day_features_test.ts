/** What the calendar tells the models: a day that it says wrongly is one on which nobody was called in to work. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type DayCalendar, dayFeatures, featureScales, isOpen, isUnlike } from "@/ml/calendar/day_features.ts";
import { addDays } from "@/ml/calendar/days.ts";

const OFFICE = [true, true, true, true, true, false, false];
const calendar = (own: Partial<DayCalendar> = {}): DayCalendar => ({
  weekdays: OFFICE,
  closed: new Set(),
  holidays: new Set(),
  special: new Map(),
  yearly: false,
  ...own,
});

/** Names of what a day is, weekdays left out. */
function said(day: string, of: DayCalendar): string[] {
  const { values } = dayFeatures(day, of);
  return featureScales(of).map(({ name }) => name).filter((name, n) =>
    values[n] === 1 && !/^(weekday|month|year)/.test(name)
  );
}

Deno.test("first and last business days of a month are counted without weekends, or pay days come unforeseen", () => {
  assert.deepEqual(said("2003-06-02", calendar()), ["first-1"], "the 1st is a Sunday");
  assert.deepEqual(said("2003-06-06", calendar()), ["first-5"]);
  assert.deepEqual(said("2003-06-09", calendar()), []);
  assert.deepEqual(said("2003-05-30", calendar()), ["last-1"]);
  assert.deepEqual(said("2003-05-28", calendar()), ["last-3"]);
  assert.deepEqual(said("2003-12-31", calendar()), ["last-1"], "the last month of a year ends too");
});

Deno.test("a holiday moves the business days after it, as salaries move", () => {
  const closed = calendar({ closed: new Set(["2003-06-02"]) });
  assert.ok(said("2003-06-03", closed).includes("first-1"));
  assert.ok(said("2003-06-04", closed).includes("first-2"));
  const worked = calendar({ holidays: new Set(["2003-06-02"]) });
  assert.ok(said("2003-06-03", worked).includes("first-1"), "worked on all the same, it is no day of business");
  assert.ok(said("2003-06-02", worked).includes("holiday"));
});

Deno.test("the middle of the month is told, or days of advance pay come unforeseen", () => {
  assert.ok(said("2003-07-15", calendar()).includes("middle"));
  assert.ok(said("2003-07-16", calendar()).includes("middle"));
  assert.ok(!said("2003-07-17", calendar()).includes("middle"));
});

Deno.test("the day after a long weekend has the course of a Monday, or its morning is understaffed", () => {
  const closed = calendar({ closed: new Set(["2003-05-26"]) });
  const { weekday } = dayFeatures("2003-05-27", closed);
  assert.equal(weekday[0], 0.8);
  assert.ok(Math.abs(weekday[1] - 0.2) < 1e-12);
  assert.ok(said("2003-05-27", closed).includes("after-closure"));
  assert.deepEqual(dayFeatures("2003-05-28", closed).weekday, [0, 0.5, 0.5, 0, 0, 0, 0]);
  assert.ok(said("2003-05-28", closed).includes("second-after-closure"));
  assert.ok(said("2003-05-23", closed).includes("before-closure"));
  assert.deepEqual(dayFeatures("2003-05-27", calendar()).weekday, [0, 1, 0, 0, 0, 0, 0]);
});

Deno.test("an ordinary weekend is no closure, or every Monday would count as one", () => {
  for (let n = 0; n < 5; n++) assert.deepEqual(said(addDays("2003-06-09", n), calendar()), []);
});

Deno.test("the eleven days of January are one closure", () => {
  const closed = calendar({ closed: new Set(Array.from({ length: 11 }, (_, n) => addDays("2026-01-01", n))) });
  assert.ok(said("2026-01-12", closed).includes("after-closure"));
  assert.ok(said("2025-12-31", closed).includes("before-closure"));
});

Deno.test("a queue that never closes has no day after a closure, whatever day of the week it is", () => {
  const always = calendar({ weekdays: Array(7).fill(true) });
  for (let n = 0; n < 7; n++) {
    const { weekday } = dayFeatures(addDays("2003-06-09", n), always);
    assert.equal(weekday[n], 1);
    assert.ok(!said(addDays("2003-06-09", n), always).some((name) => name.includes("closure")));
  }
});

Deno.test("a season of the year is only told with a long history, else a summer's trend would come back as winter", () => {
  assert.ok(!featureScales(calendar()).some(({ name }) => name.startsWith("year")));
  assert.equal(featureScales(calendar({ yearly: true })).filter(({ name }) => name.startsWith("year")).length, 6);
});

Deno.test("own marked days are told by kind; models that know only weekdays are silent on them", () => {
  const marked = calendar({ special: new Map([["mailing", ["2003-06-11"]], ["campaign", ["2003-06-12"]]]) });
  assert.deepEqual(said("2003-06-11", marked), ["special-mailing"]);
  assert.deepEqual(said("2003-06-12", marked), ["special-campaign"]);
  assert.ok(isUnlike("2003-06-11", marked));
  assert.ok(!isUnlike("2003-06-11", calendar()));
  assert.ok(isUnlike("2003-06-02", calendar()), "the first business day");
});

Deno.test("every day of any calendar gets as many finite features as there are names, and one weekday in all", () => {
  const days = fc.integer({ min: 0, max: 3_000 }).map((n) => addDays("2020-01-01", n));
  const calendars = fc.record({
    weekdays: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
    closed: fc.array(days, { maxLength: 30 }).map((list) => new Set(list)),
    holidays: fc.array(days, { maxLength: 10 }).map((list) => new Set(list)),
    special: fc.array(days, { maxLength: 5 }).map((list) => new Map([["own", list]])),
    yearly: fc.boolean(),
  });
  fc.assert(fc.property(days, calendars, (day, own) => {
    const { values, weekday } = dayFeatures(day, own);
    assert.equal(values.length, featureScales(own).length);
    assert.ok(values.every(Number.isFinite));
    assert.ok(Math.abs(weekday.reduce((a, b) => a + b) - 1) < 1e-12);
    isUnlike(day, own);
    if (own.closed.has(day)) assert.ok(!isOpen(day, own));
  }));
});

Deno.test("a Saturday that is worked instead of a Friday is open, a day of business, and like the days that are worked", () => {
  const moved = calendar({ opened: new Set(["2003-05-31"]) });
  assert.ok(isOpen("2003-05-31", moved) && !isOpen("2003-06-07", moved));
  assert.deepEqual(dayFeatures("2003-05-31", moved).weekday, [0.2, 0.2, 0.2, 0.2, 0.2, 0, 0]);
  assert.ok(said("2003-05-31", moved).includes("last-1"), "Friday is not the last business day any more");
  assert.ok(!said("2003-05-30", moved).includes("last-1"));
  assert.ok(isUnlike("2003-05-31", moved));
});
