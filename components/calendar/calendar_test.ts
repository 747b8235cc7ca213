import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { CrmRecord } from "@/crm/record/types.ts";
import { addDays, momentOf, wallOf } from "@/crm/calendar/zone.ts";
import { addMonths, daysOf, stepped, weekStartOf } from "./dates.ts";
import { barsOf, itemOf, type ItemOptions, itemsOn, segmentsOf } from "./items.ts";
import { lanesOf, rowsOf } from "./lanes.ts";
import { drawn, movedTo, nudged, placeOf, resizedTo, valuesOf } from "./place.ts";
import type { Item } from "./types.ts";

const range = fc.tuple(fc.integer({ min: 0, max: 1_400 }), fc.integer({ min: 1, max: 300 }))
  .map(([from, length]) => ({ from, to: from + length }));
const overlap = (a: { from: number; to: number }, b: { from: number; to: number }) => a.from < b.to && b.from < a.to;

Deno.test("nothing that overlaps is drawn over one another, and no more lanes are made than needed", () => {
  fc.assert(fc.property(fc.array(range, { maxLength: 40 }), (things) => {
    const lanes = lanesOf(things);
    things.forEach((one, a) => {
      const { lane, span, lanes: all } = lanes[a];
      assert.ok(lane >= 0 && span >= 1 && lane + span <= all);
      things.forEach((other, b) => {
        if (a === b || !overlap(one, other)) return;
        assert.equal(lanes[b].lanes, all, "one group has one width");
        const apart = lane + span <= lanes[b].lane || lanes[b].lane + lanes[b].span <= lane;
        assert.ok(apart, JSON.stringify([one, other, lanes[a], lanes[b]]));
      });
    });
    const most = Math.max(0, ...things.map(({ from }) => things.filter((x) => x.from <= from && from < x.to).length));
    assert.equal(Math.max(0, ...lanes.map((one) => one.lanes)), most);
  }));
});

Deno.test("bars of whole days that share a day stand in different rows", () => {
  const bar = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
    .map(([a, b]) => ({ first: Math.min(a, b), last: Math.max(a, b) }));
  fc.assert(fc.property(fc.array(bar, { maxLength: 20 }), (bars) => {
    const rows = rowsOf(bars);
    bars.forEach((a, n) =>
      bars.slice(n + 1).forEach((b, m) =>
        assert.ok(a.last < b.first || b.last < a.first || rows[n] !== rows[n + 1 + m])
      )
    );
  }));
});

Deno.test("weeks begin as the language has it, and a month shows whole weeks", () => {
  assert.equal(weekStartOf("ru"), 1);
  assert.equal(weekStartOf("en-US"), 7);
  assert.deepEqual(daysOf({ view: "week", date: "2026-11-29" }, 1).slice(0, 1), ["2026-11-23"]);
  assert.deepEqual(daysOf({ view: "week", date: "2026-11-29" }, 7).slice(0, 1), ["2026-11-29"]);
  fc.assert(fc.property(fc.integer({ min: 0, max: 4_000 }), fc.constantFrom(1, 6, 7), (n, start) => {
    const date = addDays("2024-01-01", n);
    const days = daysOf({ view: "month", date }, start);
    assert.equal(days.length % 7, 0);
    assert.ok(days.includes(date) && days.length >= 28 && days.length <= 42);
    for (const view of ["day", "week", "agenda"] as const) {
      assert.equal(stepped({ view, date: stepped({ view, date }, 1) }, -1), date);
    }
  }));
  assert.equal(addMonths("2026-01-31", 1), "2026-02-28");
  assert.equal(addMonths("2026-01-31", -2), "2025-11-30");
});

const ZONE = "Europe/Berlin";
const options: ItemOptions = {
  may: { edit: "own", teams: [], move: true, export: false },
  user: "anna",
  timeZone: ZONE,
  now: Date.parse("2026-05-12T12:00:00Z"),
};
const at = (day: string, minute: number) => new Date(momentOf({ day, minute }, ZONE)).toISOString();
function item(values: CrmRecord["values"]): Item {
  const record = { id: "t", kind: "task" as const, version: 1, archived: false, values: { owner: "anna", ...values } };
  return itemOf(record, options)!;
}

Deno.test("a task over midnight stands in both days, and one at the end of a day in one", () => {
  const columns = [{ day: "2026-05-12", person: null }, { day: "2026-05-13", person: null }];
  const night = segmentsOf([item({ due: at("2026-05-12", 1_380), minutes: 120 })], { columns, timeZone: ZONE });
  assert.deepEqual(
    night.map(({ column, from, to, starts, ends }) => [column, from, to, starts, ends]),
    [[0, 1_380, 1_440, true, false], [1, 0, 60, false, true]],
  );
  const late = segmentsOf([item({ due: at("2026-05-12", 1_380), minutes: 60 })], { columns, timeZone: ZONE });
  assert.deepEqual(late.map(({ column }) => column), [0]);
  const deadline = segmentsOf([item({ due: at("2026-05-13", 0) })], { columns, timeZone: ZONE });
  assert.deepEqual(deadline.map(({ column, from }) => [column, from]), [[1, 0]]);
});

Deno.test("colleagues side by side: everybody's tasks stand in the own column", () => {
  const columns = [{ day: "2026-05-12", person: "anna" }, { day: "2026-05-12", person: "boris" }];
  const items = [
    item({ due: at("2026-05-12", 600), minutes: 60 }),
    { ...item({ due: at("2026-05-12", 600), minutes: 60 }), key: "u", owner: "boris" },
  ];
  assert.deepEqual(segmentsOf(items, { columns, timeZone: ZONE }).map(({ column, lanes }) => [column, lanes]), [
    [0, 1],
    [
      1,
      1,
    ],
  ]);
  const day = { ...item({ due: at("2026-05-12", 0), allDay: true }), owner: "boris" };
  assert.deepEqual(barsOf([day], { columns, timeZone: ZONE }).map(({ first, last }) => [first, last]), [[1, 1]]);
});

Deno.test("overdue is what is open and over, of a whole day only when the day is", () => {
  assert.equal(item({ due: at("2026-05-12", 600) }).overdue, true);
  assert.equal(item({ due: at("2026-05-12", 600), status: "done" }).overdue, false);
  assert.equal(item({ due: at("2026-05-12", 0), allDay: true }).overdue, false);
  assert.equal(item({ due: at("2026-05-11", 0), allDay: true }).overdue, true);
  assert.equal(
    itemsOn([item({ due: at("2026-05-11", 0), allDay: true })], { day: "2026-05-12", timeZone: ZONE }).length,
    0,
  );
});

Deno.test("only what the person may change can be moved", () => {
  assert.equal(item({ due: at("2026-05-12", 600), owner: "boris" }).movable, false);
  assert.equal(item({ due: at("2026-05-12", 600) }).movable, true);
});

const days = fc.integer({ min: 0, max: 700 }).map((n) => addDays("2026-01-01", n));

Deno.test("what is moved lands where it was dropped, also when clocks change, and back is back", () => {
  fc.assert(fc.property(days, days, fc.integer({ min: 16, max: 90 }), fc.integer({ min: 0, max: 59 }), (a, b, n, g) => {
    const place = placeOf(item({ due: at(a, 600), minutes: 60 }));
    const minute = n * 15 + g;
    const spot = { on: "time" as const, day: b, minute, person: null };
    const moved = movedTo(place, { spot, grabbed: g, timeZone: ZONE });
    assert.deepEqual(wallOf(moved.due, ZONE), { day: b, minute: n * 15 });
    assert.equal(moved.minutes, 60);
    const back = movedTo(moved, {
      spot: { on: "time", day: a, minute: 600, person: null },
      grabbed: 0,
      timeZone: ZONE,
    });
    assert.deepEqual(back, place);
    assert.deepEqual(valuesOf(back, place), {});
    const inMonth = movedTo(place, {
      spot: { on: "day", day: b, person: null, allDay: false },
      grabbed: 0,
      timeZone: ZONE,
    });
    assert.deepEqual(wallOf(inMonth.due, ZONE), { day: b, minute: 600 }, "in a month the hour stays");
  }));
});

Deno.test("from the row of whole days into the hours and back: half an hour, and a day again", () => {
  const day = placeOf(item({ due: at("2026-05-12", 0), allDay: true }));
  const spot = { on: "time" as const, day: "2026-05-13", minute: 607, person: "boris" };
  const timed = movedTo(day, { spot, grabbed: 300, timeZone: ZONE });
  assert.deepEqual(valuesOf(timed, day), { due: at("2026-05-13", 600), minutes: 30, allDay: false, owner: "boris" });
  const again = movedTo(timed, {
    spot: { on: "day", day: "2026-05-12", person: null, allDay: true },
    grabbed: 0,
    timeZone: ZONE,
  });
  assert.deepEqual(again, { ...day, owner: "boris" });
});

Deno.test("a length is never nothing and never more than a week; a step by keys is a quarter", () => {
  const place = placeOf(item({ due: at("2026-05-12", 600), minutes: 60 }));
  const end = (minute: number, day = "2026-05-12") =>
    resizedTo(place, { spot: { on: "time", day, minute, person: null }, timeZone: ZONE }).minutes;
  assert.deepEqual([end(700), end(500), end(0, "2026-06-12")], [105, 15, 10_080]);
  assert.equal(nudged(place, { nudge: { by: "length", minutes: -90 }, timeZone: ZONE }).minutes, 15);
  const next = nudged(place, { nudge: { by: "day", days: 1 }, timeZone: ZONE });
  assert.deepEqual(wallOf(next.due, ZONE), { day: "2026-05-13", minute: 600 });
  assert.deepEqual(drawn({ day: "2026-05-12", minute: 607 }, { to: 655, timeZone: ZONE }), {
    due: momentOf({ day: "2026-05-12", minute: 600 }, ZONE),
    minutes: 60,
  });
  assert.equal(drawn({ day: "2026-05-12", minute: 607 }, { to: 550, timeZone: ZONE }).minutes, 75);
});
