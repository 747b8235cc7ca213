/** Dashboards show these figures as facts; supervisors act on them the same hour. */
import assert from "node:assert/strict";
import { accuracyOf } from "@/ml/intraday/accuracy.ts";
import { edgesOf, firstOpen } from "@/ml/intraday/edges.ts";
import { presentAgents } from "@/ml/intraday/present.ts";
import { peopleAt } from "@/ml/staffing/scheduled.ts";

const MINUTE = 60_000;

Deno.test("intervals begin by the company's clock, also on the day when an hour is missing", () => {
  const grid = { opens: 0, step: 60, slots: 24 };
  const usual = edgesOf({ day: "2026-03-27", ...grid }, "Europe/Berlin");
  assert.equal((usual[24] - usual[0]) / MINUTE, 1_440);
  const spring = edgesOf({ day: "2026-03-29", ...grid }, "Europe/Berlin");
  assert.equal((spring[24] - spring[0]) / MINUTE, 1_380);
  const autumn = edgesOf({ day: "2026-10-25", ...grid }, "Europe/Berlin");
  assert.equal((autumn[24] - autumn[0]) / MINUTE, 1_500);
  for (const edges of [spring, autumn]) for (let n = 1; n < 25; n++) assert.ok(edges[n] >= edges[n - 1]);
});

Deno.test("the running interval is the one that is not over; before the day the first, after it none", () => {
  const edges = [0, 10, 20, 30];
  assert.deepEqual([-5, 0, 9, 10, 29, 30, 99].map((now) => firstOpen(edges, now)), [0, 0, 0, 1, 2, 3, 3]);
});

Deno.test("agents are there from their first call of a run to the last, and for this queue as far as they worked for it", () => {
  const edges = [0, 30, 60, 90, 120, 150, 180].map((one) => one * MINUTE);
  const span = (agent: string, from: number, to: number, own = true) => ({
    agent,
    own,
    from: from * MINUTE,
    to: to * MINUTE,
  });
  // Idle between two calls of a run is presence.
  assert.deepEqual(presentAgents([span("a", 0, 10), span("a", 40, 60)], edges), [1, 1, 0, 0, 0, 0]);
  // A break of more than forty minutes is not.
  assert.deepEqual(presentAgents([span("a", 0, 30), span("a", 90, 120)], edges), [1, 0, 0, 1, 0, 0]);
  // Half of the work was another queue's.
  assert.deepEqual(presentAgents([span("a", 0, 15), span("a", 15, 30, false)], edges), [0.5, 0, 0, 0, 0, 0]);
  assert.deepEqual(presentAgents([span("b", 15, 30), span("a", 0, 30)], edges), [1.5, 0, 0, 0, 0, 0]);
  assert.deepEqual(presentAgents([], edges), [0, 0, 0, 0, 0, 0]);
  assert.deepEqual(presentAgents([span("a", 0, 5)], []), []);
});

Deno.test("people on the list are counted by the part of the interval that they work", () => {
  const week = (from: string, to: string) => Array.from({ length: 7 }, () => [{ from, to }]);
  const time = (from: string, to: string) => ({ timeZone: "UTC", week: week(from, to), days: new Map() });
  const day = Date.parse("2026-05-05T00:00:00Z");
  const edges = [9, 10, 11, 12].map((hour) => day + hour * 60 * MINUTE);
  assert.deepEqual(peopleAt([time("09:00", "18:00"), time("09:30", "11:00")], edges), [1.5, 2, 1]);
  const off = { ...time("09:00", "18:00"), days: new Map([["2026-05-05", { type: "closed" as const, minutes: 0 }]]) };
  assert.deepEqual(peopleAt([off], edges), [0, 0, 0]);
  assert.deepEqual(peopleAt([], []), []);
});

Deno.test("accuracy counts calls and not percentages of intervals, and says which way it was off", () => {
  const day = (calls: number[], expected: number[]) => ({
    day: "2026-05-05",
    calls,
    expected,
    low: expected.map((one) => one - 2.5),
    high: expected.map((one) => one + 2.5),
  });
  const told = accuracyOf([day([10, 20], [12, 18]), day([0, 10], [0, 20])], 7);
  assert.deepEqual(told, { ahead: 7, days: 2, wape: 14 / 40, wapeDay: 10 / 40, bias: -10 / 40, within: 3 / 4 });
  assert.deepEqual(accuracyOf([], 1), { ahead: 1, days: 0, wape: null, wapeDay: null, bias: null, within: null });
  assert.equal(accuracyOf([day([0], [3])], 1).wape, null);
});
