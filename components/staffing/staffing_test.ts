/** Figures of the pages of calls and staffing: a wrong sum here sends the wrong number of people home. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { readDay } from "@/components/staffing/calls_day.ts";
import { figuresOf } from "@/components/staffing/curve_figures.ts";
import { asItLooks, gapOf, hoursOf, planDay } from "@/components/staffing/plan_day.ts";
import { dataOf } from "@/components/staffing/plot_options.ts";
import { clockOf, oneIn, sayIn } from "@/components/staffing/say.ts";
import { CUSTOMARY, intervalsOf, type PlannedDay, targetOf, usualSettings } from "@/ml/staffing/settings.ts";

const planned: PlannedDay = {
  day: "2026-03-17",
  madeOn: "2026-03-17",
  step: 30,
  opens: 540,
  level: 0.8,
  expected: [20, 40, 60, 30],
  low: [10, 25, 40, 15],
  high: [32, 58, 84, 47],
  handle: null,
  patience: null,
};
const settings = usualSettings(20);

Deno.test("handle time and patience are the forecast's, then the last weeks', unless somebody has set them", () => {
  const told = { ...planned, handle: [100, 0, NaN, 300], patience: [60, 60, 60, 60] };
  const usual = { handle: 200, patience: 90, handled: 50, hungUp: 5 };
  assert.deepEqual(intervalsOf(told, { settings, usual }).map(({ handle }) => handle), [100, 200, 200, 300]);
  assert.deepEqual(intervalsOf(planned, { settings, usual }).map(({ patience }) => patience), [90, 90, 90, 90]);
  const set = intervalsOf(told, { settings: { ...settings, handle: 50, patience: "endless" }, usual });
  assert.deepEqual([set[0].handle, set[3].patience, set[0].seconds], [50, Infinity, 1_800]);
});

Deno.test("a target has the parts that are turned on, and no others", () => {
  assert.deepEqual(targetOf(settings), { serviceLevel: { share: 0.8, within: 20 }, occupancy: 0.9, on: "expected" });
  assert.deepEqual(targetOf({ ...settings, serviceLevel: null, occupancy: null, abandon: 0.03, sure: 0.9 }), {
    abandon: 0.03,
    on: { quantile: 0.9 },
  });
});

Deno.test("the rest of the day is staffed as it looks now, what is over as it was told", () => {
  const later = { from: 2, expected: [0, 0, 80, 40], low: [0, 0, 60, 30], high: [0, 0, 99, 50] };
  const looks = asItLooks(planned, later);
  assert.deepEqual(looks.expected, [20, 40, 80, 40]);
  assert.deepEqual(looks.high, [32, 58, 99, 50]);
  assert.equal(asItLooks(planned, null), planned);
});

Deno.test("missing and spare hours are both told, and the hardest interval is the one that misses most", () => {
  const gap = gapOf([4, 6, 8, null], [5, 4.5, 4, 0], { step: 30 });
  assert.deepEqual(gap, { under: 0.75 + 2, over: 0.5, worst: { slot: 2, missing: 4 } });
  assert.deepEqual(gapOf([4, 6], [5, 6], { step: 60, from: 1 }), { under: 0, over: 0, worst: null });
  assert.equal(hoursOf([2, null, 4], 30), 3);
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { maxLength: 50 }), (slots) => {
    const { under, over } = gapOf(slots.map(([need]) => need), slots.map(([, there]) => there), { step: 60 });
    const net = slots.reduce((sum, [need, there]) => sum + there - need, 0);
    assert.ok(Math.abs(over - under - net) < 1e-9 && under >= 0 && over >= 0);
  }));
});

Deno.test("a plan's figures agree with its curve, and the mean alone never asks for more", () => {
  const plan = planDay(planned, { settings, usual: CUSTOMARY });
  const figures = figuresOf(plan, 20);
  assert.equal(figures.listHours, hoursOf(plan.curve.map(({ scheduled }) => scheduled), 30));
  assert.deepEqual(figures.peak, { slot: 2, people: plan.curve[2].scheduled });
  assert.ok(figures.mean.hours <= figures.hours && figures.mean.day.serviceLevel <= figures.day.serviceLevel);
  assert.ok(figures.day.serviceLevel >= 0.8 && figures.refused === null);
  const broken = planDay(planned, { settings: { ...settings, handle: -1 }, usual: CUSTOMARY });
  assert.equal(figuresOf(broken, 20).refused, "bad-interval");
});

Deno.test("a day's head says what came, what was told until now, and where it will end", () => {
  const one = (calls: number) => ({ calls, answered: calls, inTime: calls - 2, abandoned: 1, handle: 0, handled: 0 });
  const read = readDay({
    day: planned.day,
    today: planned.day,
    now: 0,
    planned,
    edges: [0, 1, 2, 3, 4],
    from: 2,
    served: [one(30), one(50), one(5), null],
    later: {
      from: 2,
      expected: [20, 40, 70, 35],
      low: [10, 25, 50, 20],
      high: [32, 58, 95, 50],
      rest: { expected: 105, low: 80, high: 130, morning: 90 },
      level: 1.15,
    },
    usual: CUSTOMARY,
    scheduled: { people: [9, 9, 1, 9], members: 9, shared: 0 },
    kept: { settings, version: 0 },
  });
  assert.deepEqual([read.came, read.cameInAll, read.toldSoFar, read.told], [80, 85, 60, 150]);
  assert.deepEqual(read.byEnd, { expected: 185, low: 160, high: 210, toCome: 100 });
  assert.deepEqual([read.level, read.abandoned, read.ended], [76 / 80, 2, false]);
  assert.equal(read.gap!.worst!.slot, 2);
  assert.deepEqual(read.names, ["09:00", "09:30", "10:00", "10:30", "11:00"]);
});

Deno.test("charts draw steps from the beginning of an interval and lines through its middle", () => {
  const data = dataOf({
    names: ["a", "b", ""],
    label: String,
    layers: [{ kind: "step", token: "", values: [3, null] }, { kind: "band", token: "", values: [2, 4], low: [1, 1] }],
  });
  assert.deepEqual(data, [
    [0, 0.5, 1, 1.5, 2],
    [3, undefined, null, undefined, null],
    [undefined, 2, undefined, 4, undefined],
    [undefined, 1, undefined, 1, undefined],
  ]);
});

Deno.test("numbers that are not there are a dash, and times go round midnight", () => {
  const say = sayIn("ru");
  assert.deepEqual([say.whole(NaN), say.percent(null), say.fine(undefined), say.fine(Infinity)], ["–", "–", "–", "–"]);
  assert.deepEqual([clockOf(545), clockOf(1_440), clockOf(1_500)], ["09:05", "00:00", "01:00"]);
  assert.deepEqual([oneIn(0.081), oneIn(0), oneIn(null), oneIn(3)], [12, null, null, 1]);
});
