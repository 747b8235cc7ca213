import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { qualityInWorker } from "@/ml/datasets/inspect.ts";
import { type QualityAsked, qualityOf } from "@/ml/datasets/quality.ts";
import { hoursOf } from "@/ml/datasets/rows.ts";
import { hoursAhead, isUpsideDown } from "@/ml/datasets/zones.ts";
import { VOLUME_SETTINGS } from "@/ml/volume/report.ts";

interface Row {
  at: string;
  calls: number;
}

function asked(rows: Row[], more: Partial<QualityAsked> = {}): QualityAsked {
  const days = rows.map(({ at }) => at.slice(0, 10)).filter((day) => /^\d{4}-\d\d-\d\d$/.test(day)).sort();
  return {
    data: {
      kind: "volume",
      rows,
      service: [],
      calendar: { closed: "weekday", holidays: new Set(), closures: new Set(), special: new Map() },
      settings: VOLUME_SETTINGS,
      fingerprint: "f",
      from: days[0] ?? null,
      to: days[days.length - 1] ?? null,
    },
    like: null,
    sources: { own: null, before: "upload" },
    found: [],
    hours: { own: Array(24).fill(0), upload: hoursOf(rows) },
    names: new Map(),
    marks: [],
    today: "2026-06-01",
    ...more,
  };
}

/** Half hours from nine to six on business days. */
function working(options: { days?: number; calls?: (day: string, slot: number) => number | null } = {}): Row[] {
  const rows: Row[] = [];
  const course = (_: string, slot: number) => 50 + 10 * Math.round(Math.sin(slot / 3) * 3);
  for (let n = 0; n < (options.days ?? 84); n++) {
    const day = addDays("2026-03-02", n);
    if (weekdayOf(day) > 4) continue;
    for (let slot = 0; slot < 18; slot++) {
      const calls = (options.calls ?? course)(day, slot);
      const minute = 540 + 30 * slot;
      const at = `${day} ${`${Math.floor(minute / 60)}`.padStart(2, "0")}:${`${minute % 60}`.padStart(2, "0")}`;
      if (calls !== null) rows.push({ at, calls: calls + (slot + n) % 3 });
    }
  }
  return rows;
}

const codes = (rows: Row[]) => qualityOf(asked(rows)).findings.map(({ code }) => code);

/** Nothing that a chart would stumble over, anywhere. */
function allFinite(value: unknown, path = ""): void {
  if (typeof value === "number") assert.ok(Number.isFinite(value), path);
  else if (typeof value === "object" && value !== null) {
    for (const [key, one] of Object.entries(value)) allFinite(one, `${path}.${key}`);
  }
}

Deno.test("good data are called good: days, hours, weekdays and calls are told as they are", () => {
  const rows = working();
  const quality = qualityOf(asked(rows));
  assert.equal(quality.refusal, null);
  assert.deepEqual(quality.findings, []);
  assert.deepEqual([quality.step, quality.opens, quality.slots, quality.days], [30, 540, 18, 60]);
  assert.deepEqual(quality.weekdays, [true, true, true, true, true, false, false]);
  assert.equal(quality.calls, rows.reduce((sum, { calls }) => sum + calls, 0));
  assert.equal(quality.course.length, 5);
  assert.equal(quality.series.length, 82);
  assert.equal(quality.series.find(({ day }) => weekdayOf(day) === 6)?.calls, null);
});

Deno.test("data that nothing can be learnt from get their own clear sentence", () => {
  const refused = (rows: Row[]) => qualityOf(asked(rows)).refusal?.code;
  assert.equal(refused([]), "empty");
  assert.equal(refused(working({ days: 1 })), "too-short");
  assert.equal(refused(working().map(({ at }) => ({ at, calls: 7 }))), "constant");
  assert.equal(refused(working().map(({ at }) => ({ at, calls: 0 }))), "nothing-but-zero");
  assert.equal(refused(working().map(({ at }) => ({ at, calls: -3 }))), "nothing-usable");
  assert.equal(refused(working().map(({ calls }, n) => ({ at: `2026-03-02 ${n % 24}:0`, calls }))), "no-interval");
});

Deno.test("bad rows in good data are found, named and marked on their day", () => {
  const rows = working();
  const at = (index: number, calls: number) => rows.map((row, n) => n === index ? { ...row, calls } : row);
  assert.ok(codes(at(400, -5)).includes("negative"));
  assert.ok(codes(at(400, 100_000)).includes("huge"));
  assert.ok(codes([...rows, rows[30], rows[31]]).includes("duplicates"));
  assert.ok(codes([...rows, { at: "2026-03-04 09:13", calls: 3 }]).includes("off-grid"));
  assert.ok(codes([...rows, { at: "2026-02-31 09:30", calls: 3 }]).includes("unreadable"));
  assert.ok(codes([...rows, { at: "2062-03-04 09:30", calls: 3 }]).includes("far-days"));
  const gap = qualityOf(asked(rows.filter((row) => !row.at.startsWith("2026-04-14"))));
  assert.equal(gap.series.find(({ day }) => day === "2026-04-14")?.flag, "closed");
  const strange = rows.map((row) => row.at.startsWith("2026-04-14") ? { ...row, calls: row.calls * 6 } : row);
  const unlike = qualityOf(asked(strange));
  assert.equal(unlike.series.find(({ day }) => day === "2026-04-14")?.flag, "unlike");
  assert.ok(unlike.findings.some(({ code, examples }) => code === "unlike-days" && examples.includes("2026-04-14")));
});

Deno.test("missing days are gaps when the analyst says that the data were lost", () => {
  const base = asked(working().filter((row) => !row.at.startsWith("2026-04-14")));
  const lost = qualityOf({ ...base, data: { ...base.data, calendar: { ...base.data.calendar, closed: "none" } } });
  assert.equal(lost.series.find(({ day }) => day === "2026-04-14")?.flag, "gap");
  assert.ok(lost.findings.some(({ code }) => code === "gaps"));
});

Deno.test("an hour that stands twice in the night of a clock change is no mistake of the file", () => {
  const rows: Row[] = [];
  for (let n = 0; n < 60; n++) {
    const day = addDays("2026-09-15", n);
    for (let hour = 0; hour < 24; hour++) {
      const row = { at: `${day} ${`${hour}`.padStart(2, "0")}:00`, calls: 5 + (hour + n) % 7 };
      rows.push(row);
      if (day === "2026-10-25" && hour === 2) rows.push(row);
    }
  }
  assert.deepEqual(codes(rows), ["daylight-saving"]);
});

Deno.test("a file of another clock is noticed, by its nights or beside the own calls", () => {
  const day = Array.from({ length: 24 }, (_, hour) => hour >= 9 && hour < 19 ? 100 + 20 * Math.sin(hour) : 1);
  const moved = (by: number) => day.map((_, hour) => day[(hour - by + 24) % 24]);
  for (const by of [-10, -5, -3, 2, 3, 8]) assert.equal(hoursAhead(moved(by), day), by);
  assert.equal(hoursAhead(moved(1), day), 0, "one hour may be a new opening");
  assert.equal(hoursAhead(day, Array(24).fill(0)), 0);
  assert.ok(isUpsideDown(moved(12)));
  assert.ok(!isUpsideDown(day));
  assert.ok(!isUpsideDown(Array(24).fill(50)), "round the clock is no mistake");
});

Deno.test("coming holidays, closures and marks are shown on days that are worked only", () => {
  const base = asked(working());
  const closures = new Set(["2026-06-12", "2026-06-13"]);
  const quality = qualityOf({
    ...base,
    data: { ...base.data, calendar: { ...base.data.calendar, closures, holidays: new Set(["2026-06-15"]) } },
    names: new Map([["2026-06-12", "russia"], ["2026-06-15", "moved"]]),
    marks: [{ id: "m", queue: null, kind: "campaign", first: "2026-06-02", last: "2026-06-02", name: "Summer" }],
  });
  assert.deepEqual(quality.coming, [
    { day: "2026-06-02", kind: "marked", holiday: null, marked: { kind: "campaign", name: "Summer" } },
    { day: "2026-06-12", kind: "closed", holiday: "russia", marked: null },
    { day: "2026-06-15", kind: "holiday", holiday: "moved", marked: null },
  ]);
});

Deno.test("whatever comes in, everything a page draws is finite or null", () => {
  const time = fc.oneof(
    fc.integer({ min: 0, max: 40 * 48 }).map((n) =>
      `${addDays("2026-03-01", Math.floor(n / 48))} ${`${Math.floor(n % 48 / 2)}`.padStart(2, "0")}:${
        n % 2 ? "30" : "00"
      }`
    ),
    fc.string({ maxLength: 18 }),
  );
  const number = fc.oneof(fc.double(), fc.integer({ min: -5, max: 500 }), fc.constant(Infinity));
  fc.assert(
    fc.property(fc.array(fc.record({ at: time, calls: number }), { maxLength: 400 }), (rows) => {
      allFinite(qualityOf(asked(rows)));
    }),
    { numRuns: 200 },
  );
});

Deno.test("a long history gets the same answer from its Worker, in pieces, or big queues are judged by other rules", async () => {
  const long = asked(working({ days: 560 }), { today: "2027-09-13" });
  assert.ok(long.data.rows.length > 5_000);
  assert.deepEqual(await qualityInWorker(long), qualityOf(long));
});
