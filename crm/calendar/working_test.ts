import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { holidaysOf, holidayYears } from "@/crm/calendar/holidays.ts";
import {
  addWorkingMinutes,
  isWorking,
  nextWorkingMoment,
  type SpecialDay,
  workingSpans,
  type WorkingTime,
} from "@/crm/calendar/working.ts";
import { addDays, momentOf, wallOf, weekdayOf } from "@/crm/calendar/zone.ts";

const NINE_TO_SIX = [{ from: "09:00", to: "13:00" }, { from: "14:00", to: "18:00" }];
const OFFICE = [NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX, [], []];
const MOSCOW: WorkingTime = { timeZone: "Europe/Moscow", week: OFFICE, days: holidaysOf("ru") };
const moscow = (text: string) => Date.parse(`${text}:00+03:00`);
const show = (at: number | null) => at === null ? null : new Date(at + 3 * 3_600_000).toISOString().slice(0, 16);

Deno.test("a task postponed on Friday evening comes back on Monday, not on Saturday night", () => {
  assert.equal(show(nextWorkingMoment(MOSCOW, moscow("2026-11-27T18:00"))), "2026-11-30T09:00");
  assert.equal(show(nextWorkingMoment(MOSCOW, moscow("2026-11-27T13:30"))), "2026-11-27T14:00");
  assert.equal(show(nextWorkingMoment(MOSCOW, moscow("2026-11-27T10:17"))), "2026-11-27T10:17");
});

Deno.test("two working hours before the New Year end after the holidays", () => {
  assert.equal(show(addWorkingMinutes(MOSCOW, { from: moscow("2025-12-30T17:00"), minutes: 120 })), "2026-01-12T10:00");
  assert.equal(show(addWorkingMinutes(MOSCOW, { from: moscow("2025-12-30T17:00"), minutes: 60 })), "2025-12-30T18:00");
});

Deno.test("a Saturday that is worked instead of a Monday has hours, and an eve ends an hour earlier", () => {
  assert.ok(isWorking(MOSCOW, moscow("2025-11-01T16:59")), "1 November 2025 is a working Saturday");
  assert.ok(!isWorking(MOSCOW, moscow("2025-11-01T17:00")), "and a short one");
  assert.ok(!isWorking(MOSCOW, moscow("2025-11-03T10:00")), "the Monday is free");
  assert.ok(!isWorking(MOSCOW, moscow("2026-04-30T17:00")));
  assert.ok(isWorking(MOSCOW, moscow("2026-04-30T16:59")));
});

Deno.test("the years of orders have 247 working days and four short ones, as the orders say", () => {
  const years = holidayYears("ru").filter(({ final }) => final).map(({ year }) => year);
  assert.deepEqual(years, [2025, 2026]);
  for (const year of years) {
    let working = 0;
    let short = 0;
    for (let day = `${year}-01-01`; day < `${year + 1}-01-01`; day = addDays(day, 1)) {
      const special = MOSCOW.days.get(day);
      const works = special ? special.type !== "closed" : weekdayOf(day) < 6;
      if (works) working++;
      if (works && special?.minutes) short++;
    }
    assert.deepEqual([year, working, short], [year, 247, 4]);
  }
});

Deno.test("a night shift belongs to the day on which it begins", () => {
  const night: WorkingTime = {
    timeZone: "Europe/Moscow",
    week: [[{ from: "22:00", to: "06:00" }], [], [], [], [], [], []],
    days: new Map(),
  };
  assert.ok(isWorking(night, moscow("2026-11-24T05:59")), "Tuesday morning is Monday's night");
  assert.ok(!isWorking(night, moscow("2026-11-25T05:59")));
  assert.deepEqual(
    workingSpans(night, { from: moscow("2026-11-23T00:00"), to: moscow("2026-11-30T00:00") }),
    [{ from: moscow("2026-11-23T22:00"), to: moscow("2026-11-24T06:00") }],
  );
});

Deno.test("who never works is asked nothing for ever", () => {
  const never: WorkingTime = { ...MOSCOW, week: [[], [], [], [], [], [], []] };
  assert.equal(nextWorkingMoment(never, moscow("2026-11-24T05:59")), null);
  assert.equal(addWorkingMinutes(never, { from: moscow("2026-11-24T05:59"), minutes: 1 }), null);
  assert.throws(() => addWorkingMinutes(MOSCOW, { from: 0, minutes: -1 }), RangeError);
});

Deno.test("a night of changed clocks is as long as it is: 7 hours in spring, 9 in autumn", () => {
  const berlin: WorkingTime = {
    timeZone: "Europe/Berlin",
    week: Array.from({ length: 7 }, () => [{ from: "22:00", to: "06:00" }]),
    days: new Map(),
  };
  const hours = (from: string) => {
    const [span] = workingSpans(berlin, { from: Date.parse(from), to: Date.parse(from) + 20 * 3_600_000 });
    return (span.to - span.from) / 3_600_000;
  };
  assert.equal(hours("2026-03-28T15:00:00Z"), 7);
  assert.equal(hours("2026-10-24T15:00:00Z"), 9);
  assert.equal(hours("2026-11-24T15:00:00Z"), 8);
});

const zones = fc.constantFrom(
  "Europe/Moscow",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Tehran",
);
const clock = fc.integer({ min: 0, max: 95 }).map((n) =>
  `${Math.floor(n / 4)}`.padStart(2, "0") + ":" + `${n % 4 * 15}`.padStart(2, "0")
);
const moment = fc.integer({ min: Date.parse("2025-01-01"), max: Date.parse("2027-06-01") });
const times: fc.Arbitrary<WorkingTime> = fc.record({
  timeZone: zones,
  week: fc.array(fc.array(fc.record({ from: clock, to: clock }), { maxLength: 2 }), { minLength: 7, maxLength: 7 }),
  days: fc.constantFrom<ReadonlyMap<string, SpecialDay>>(holidaysOf("ru"), new Map()),
});

Deno.test("the next working moment is working time, and none lies before it", () => {
  fc.assert(
    fc.property(times, moment, (time, at) => {
      const next = nextWorkingMoment(time, at);
      if (next === null) return;
      assert.ok(next >= at && isWorking(time, next));
      assert.equal(next === at, isWorking(time, at));
      for (let n = 0; n < 20; n++) {
        const before: number = at + Math.floor((next - at) * n / 20);
        assert.ok(before === next || !isWorking(time, before), new Date(before).toISOString());
      }
    }),
    { numRuns: 150 },
  );
});

Deno.test("minutes that are added are exactly the working minutes on the way", () => {
  fc.assert(
    fc.property(times, moment, fc.integer({ min: 0, max: 6_000 }), (time, from, minutes) => {
      const to = addWorkingMinutes(time, { from, minutes });
      if (to === null) return;
      const sum = workingSpans(time, { from, to }).reduce((sum, span) => sum + span.to - span.from, 0);
      assert.equal(sum, minutes * 60_000);
      // First one part, then the other, leads to the same place.
      const half = Math.floor(minutes / 2);
      const middle = addWorkingMinutes(time, { from, minutes: half })!;
      if (minutes > half) assert.equal(addWorkingMinutes(time, { from: middle, minutes: minutes - half }), to);
    }),
    { numRuns: 150 },
  );
});

Deno.test("spans are in order, apart from each other, and working time is nowhere else", () => {
  fc.assert(
    fc.property(times, moment, (time, from) => {
      const spans = workingSpans(time, { from, to: from + 10 * 86_400_000 });
      spans.forEach((span, n) => assert.ok(span.from < span.to && (n === 0 || spans[n - 1].to < span.from)));
      for (let n = 0; n < 60; n++) {
        const at = from + n * 14_400_011;
        assert.equal(isWorking(time, at), spans.some((span) => span.from <= at && at < span.to));
      }
    }),
    { numRuns: 100 },
  );
});

Deno.test("what a clock shows is the moment at which it shows it, also on days when it is changed", () => {
  fc.assert(fc.property(zones, moment, (zone, at) => {
    const minute = Math.floor(at / 60_000) * 60_000;
    const wall = wallOf(minute, zone);
    const back = momentOf(wall, zone);
    // Where an hour is shown twice, the first is meant.
    assert.ok(back === minute || back === minute - 3_600_000 || back === minute - 1_800_000);
    assert.deepEqual(wallOf(back, zone), wall);
  }));
  const jump = momentOf({ day: "2026-03-29", minute: 150 }, "Europe/Berlin");
  assert.equal(new Date(jump).toISOString(), "2026-03-29T01:00:00.000Z", "02:30 is not there: the jump");
});
