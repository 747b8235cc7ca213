/** Bad data gets its code and never reaches a chart as NaN: an analyst who uploads a bad file must read what is wrong. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { type Observation, type Read, readObservations, type ReadOptions } from "@/ml/volume/observations.ts";

const CLOSED: ReadOptions = { closed: "weekday" };
const pad = (n: number) => `${n}`.padStart(2, "0");
const at = (day: string, minute: number) => `${day} ${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;

/** Rows of an office or of any other queue, whose calls differ by interval and day. */
function rows(given: {
  days?: number;
  step?: number;
  from?: number;
  to?: number;
  open?: (day: string) => boolean;
  calls?: (n: number, minute: number, day: string) => number;
} = {}): Observation[] {
  const { days = 28, step = 30, from = 480, to = 1_200, open = (day) => weekdayOf(day) < 5 } = given;
  const { calls = (n, minute) => 20 + (n % 7) + Math.floor(minute / 60) } = given;
  return Array.from({ length: days }, (_, n) => addDays("2025-03-03", n)).filter(open).flatMap((day, n) =>
    Array.from({ length: (to - from) / step }, (_, slot) => ({
      at: at(day, from + slot * step),
      calls: calls(n, from + slot * step, day),
    }))
  );
}

const found = (read: Read, code: string) => read.ok ? read.findings.find((one) => one.code === code) : undefined;
const code = (read: Read) => read.ok ? "ok" : read.code;
function history(read: Read) {
  assert.ok(read.ok, code(read));
  return read.history;
}

Deno.test("an ordinary file is read as it is: interval, hours, days, weekdays", () => {
  const { step, opens, slots, days, calendar } = history(readObservations(rows(), CLOSED));
  assert.deepEqual([step, opens, slots, days.length], [30, 480, 24, 20]);
  assert.deepEqual(calendar.weekdays, [true, true, true, true, true, false, false]);
  assert.equal(calendar.closed.size, 0);
});

Deno.test("each kind of hopeless file is refused with its own code, so that it can be put in words", () => {
  assert.equal(code(readObservations([], CLOSED)), "empty");
  assert.equal(code(readObservations(rows({ days: 1 }), CLOSED)), "too-short");
  assert.equal(code(readObservations(rows({ days: 4 }), CLOSED)), "too-short");
  assert.equal(code(readObservations(rows({ calls: () => 7 }), CLOSED)), "constant");
  assert.equal(code(readObservations(rows({ calls: () => 0 }), CLOSED)), "nothing-but-zero");
  assert.equal(code(readObservations(rows({ calls: () => -1 }), CLOSED)), "nothing-usable");
  assert.equal(code(readObservations(rows({ calls: () => NaN }), CLOSED)), "nothing-usable");
  assert.equal(code(readObservations([{ at: "2025-03-03 08:00", calls: 3 }], CLOSED)), "no-interval");
  assert.equal(code(readObservations([{ at: "yesterday", calls: 3 }], CLOSED)), "no-interval");
  assert.equal(code(readObservations(rows({ step: 40 }), CLOSED)), "no-interval");
  assert.equal(code(readObservations(Array(1_100_001).fill(rows()[0]), CLOSED)), "too-large");
});

Deno.test("negative, endless and missing numbers are left out and counted, or they pull the forecast down", () => {
  const bad = rows();
  bad[5] = { ...bad[5], calls: -4 };
  bad[6] = { ...bad[6], calls: Infinity };
  bad[7] = { ...bad[7], calls: NaN };
  const read = readObservations(bad, CLOSED);
  assert.equal(found(read, "negative")?.count, 3);
  assert.equal(found(read, "partial-days")?.count, 1);
  assert.ok(history(read).days[0].calls.slice(5, 8).every(Number.isNaN));
});

Deno.test("a slip of the finger, thousands of calls in one interval, is left out and named", () => {
  const bad = rows();
  bad[30] = { ...bad[30], calls: 99_999 };
  const read = readObservations(bad, CLOSED);
  assert.deepEqual(found(read, "huge")?.examples, [bad[30].at]);
  assert.ok(Number.isNaN(history(read).days[1].calls[6]));
});

Deno.test("a time that comes twice counts once, as the mean: two exports in one file don't double the calls", () => {
  const read = readObservations([...rows(), ...rows()], CLOSED);
  assert.equal(found(read, "duplicates")?.count, rows().length);
  assert.deepEqual(history(read).days, history(readObservations(rows(), CLOSED)).days);
});

Deno.test("the newest row first, as many systems export, is the same file", () => {
  assert.deepEqual(readObservations(rows().toReversed(), CLOSED), readObservations(rows(), CLOSED));
});

Deno.test("a day without calls was closed where holidays are known, and a gap where they are not", () => {
  const holed = rows({ open: (day) => weekdayOf(day) < 5 && day !== "2025-03-12" });
  const closed = readObservations(holed, CLOSED);
  assert.deepEqual(found(closed, "closed-days")?.examples, ["2025-03-12"]);
  assert.ok(history(closed).calendar.closed.has("2025-03-12"));
  const missing = readObservations(holed, { closed: "none" });
  assert.deepEqual(found(missing, "gaps")?.examples, ["2025-03-12"]);
  assert.equal(history(missing).calendar.closed.size, 0);
});

Deno.test("times beside the grid are named; a file that is wholly five minutes late is read as it is", () => {
  const odd = rows();
  odd[3] = { at: "2025-03-03 09:37", calls: 11 };
  assert.deepEqual(found(readObservations(odd, CLOSED), "off-grid")?.examples, ["2025-03-03 09:37"]);
  const late = readObservations(rows({ from: 485, to: 1_205 }), CLOSED);
  assert.deepEqual([history(late).opens, history(late).slots], [485, 24]);
  assert.equal(found(late, "off-grid"), undefined);
});

Deno.test("times that are none are counted, and a year mistyped is not a hole of a century", () => {
  const odd = rows();
  odd[3] = { at: "2025-02-30 09:30", calls: 11 };
  odd[4] = { at: "25.03.2025", calls: 11 };
  odd[5] = { at: "2125-03-03 09:30", calls: 11 };
  const read = readObservations(odd, CLOSED);
  assert.equal(found(read, "unreadable")?.count, 2);
  assert.deepEqual(found(read, "far-days")?.examples, ["2125-03-03"]);
  assert.equal(history(read).days.length, 20);
});

Deno.test("clocks going forward leave an hour unknown, going back make one of two: no day is lost", () => {
  const all = rows({ days: 35, from: 0, to: 1_440, step: 60, open: () => true });
  const forward = all.filter((row) => row.at !== "2025-03-30 02:00");
  const spring = readObservations(forward, CLOSED);
  assert.deepEqual(found(spring, "partial-days")?.examples, ["2025-03-30"]);
  assert.equal(history(spring).days.length, 35);
  const twice = all.flatMap((row) =>
    row.at === "2025-03-30 02:00" ? [{ ...row, calls: 10 }, { ...row, calls: 20 }] : [row]
  );
  const autumn = readObservations(twice, CLOSED);
  assert.equal(found(autumn, "duplicates")?.count, 1);
  assert.equal(history(autumn).days[27].calls[2], 15);
});

Deno.test("five-minute files keep their interval", () => {
  const { step, slots } = history(readObservations(rows({ step: 5 }), CLOSED));
  assert.deepEqual([step, slots], [5, 144]);
});

Deno.test("a queue that works round the clock has all hours and no closed days", () => {
  const read = readObservations(rows({ from: 0, to: 1_440, step: 60, open: () => true }), CLOSED);
  const { slots, opens, calendar } = history(read);
  assert.deepEqual([slots, opens, calendar.weekdays.every(Boolean)], [24, 0, true]);
  assert.deepEqual(read.ok && read.findings, []);
});

Deno.test("a queue that gave up Saturdays six weeks ago is not asked for them; one that took them up is", () => {
  const office = (day: string) => weekdayOf(day) < 5;
  const gaveUp = (day: string) => office(day) || (weekdayOf(day) === 5 && day < addDays("2025-03-03", 154));
  assert.equal(history(readObservations(rows({ days: 196, open: gaveUp }), CLOSED)).calendar.weekdays[5], false);
  const tookUp = (day: string) => office(day) || (weekdayOf(day) === 5 && day > addDays("2025-03-03", 168));
  const took = readObservations(rows({ days: 196, open: tookUp }), CLOSED);
  assert.equal(history(took).calendar.weekdays[5], true);
});

Deno.test("lists of calls have no rows for quiet intervals: their zeros come back, or nights are forecast too busy", () => {
  const quiet = rows({
    days: 42,
    from: 0,
    to: 1_440,
    step: 60,
    open: () => true,
    calls: (n, minute) => (n + minute / 60) % 3,
  })
    .filter(({ calls }) => calls > 0);
  const read = readObservations(quiet, CLOSED);
  assert.ok(found(read, "zeros-left-out")!.count > 20);
  assert.ok(history(read).days.every(({ calls }) => !calls.some(Number.isNaN)));
});

Deno.test("a day with half its calls is named, so that the analyst can say what it was", () => {
  const odd = rows({ days: 56, calls: (n, minute, day) => (day === "2025-04-02" ? 10 : 20) + (n % 3) + minute / 600 });
  assert.deepEqual(found(readObservations(odd, CLOSED), "unlike-days")?.examples, ["2025-04-02"]);
});

Deno.test("gaps of a busy queue stay unknown: they are no zeros", () => {
  const holed = rows({ days: 42 }).filter((_, n) => n % 9 !== 4);
  const read = readObservations(holed, CLOSED);
  assert.equal(found(read, "zeros-left-out"), undefined);
  assert.ok(history(read).days.some(({ calls }) => calls.some(Number.isNaN)));
});

Deno.test("whatever rows come: a code, or days in their order whose calls are finite or unknown, never an exception", () => {
  const time = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(fc.nat(60), fc.nat(95)).map(([day, slot]) => at(addDays("2025-01-01", day), slot * 15)),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  );
  const calls = fc.oneof({ weight: 8, arbitrary: fc.nat(50) }, fc.double(), fc.constantFrom(-1, NaN, Infinity, 1e12));
  fc.assert(fc.property(fc.array(fc.record({ at: time, calls }), { maxLength: 400 }), (list) => {
    const read = readObservations(list, CLOSED);
    if (!read.ok) return;
    const { days, slots } = read.history;
    assert.ok(days.every(({ day }, n) => n === 0 || days[n - 1].day < day));
    assert.ok(days.every((day) => day.calls.length === slots));
    assert.ok(days.every((day) => day.calls.every((one) => Number.isNaN(one) || (one >= 0 && one < Infinity))));
  }));
});
