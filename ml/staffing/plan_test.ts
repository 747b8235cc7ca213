/** Planners move sliders and money by these; a wrong sign here plans a day the wrong way round. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { besideFact } from "@/ml/staffing/beside_fact.ts";
import { cheapest, costOf } from "@/ml/staffing/cost.ts";
import { certain, demandOf } from "@/ml/staffing/demand.ts";
import { dayOutcome, requirementCurve } from "@/ml/staffing/plan.ts";
import type { Interval, Target } from "@/ml/staffing/requirement.ts";

const TARGET: Target = { serviceLevel: { share: 0.8, within: 20 }, on: "expected" };
const one = (expected: number, more: Partial<Interval> = {}): Interval => ({
  demand: demandOf({ expected, low: expected * 0.8, high: expected * 1.25 }, { level: 0.8 }),
  seconds: 1_800,
  handle: 200,
  patience: 150,
  ...more,
});
const DAY = [0, 20, 60, 110, 140, 120, 90, 40, 8].map((calls) => one(calls));
const PRICES = { agentHour: 600, abandoned: 150, waitingMinute: 3 };

Deno.test("a day staffed by its curve meets its target in every interval", () => {
  const curve = requirementCurve(DAY, { target: TARGET, shrinkage: 0.3 });
  for (const { agents, scheduled, forMean, outcome } of curve) {
    assert.ok(outcome!.serviceLevel >= 0.8 && scheduled! >= agents! && agents! >= forMean!);
  }
  const { day } = dayOutcome(DAY, curve.map(({ agents }) => agents!));
  assert.ok(day.serviceLevel >= 0.8 && day.calls > 580 && day.agentHours > 0 && day.occupancy < 1);
  assert.deepEqual(
    requirementCurve([one(5, { handle: -1 })], { target: TARGET, shrinkage: 0 })[0].code,
    "bad-interval",
  );
});

Deno.test("sliders move the day the way they say", () => {
  const agents = requirementCurve(DAY, { target: TARGET, shrinkage: 0 }).map(({ agents }) => agents!);
  const level = (whatIf = {}) => dayOutcome(DAY, agents, { whatIf }).day;
  const now = level();
  assert.ok(level({ calls: 1.1 }).serviceLevel < now.serviceLevel);
  assert.ok(level({ handle: 1.1 }).serviceLevel < now.serviceLevel);
  assert.ok(level({ agents: 1 }).serviceLevel > now.serviceLevel);
  assert.ok(level({ patience: 0.5 }).abandon > now.abandon);
  assert.ok(level({ calls: 1.1, agents: 5 }).abandon < level({ calls: 1.1 }).abandon);
  assert.deepEqual(level({ calls: 1, handle: 1, patience: 1, agents: 0 }), now);
});

Deno.test("an empty day is told as quiet and not as NaN", () => {
  const { day } = dayOutcome([one(0), one(0)], [0, 0]);
  assert.deepEqual(day, { calls: 0, agentHours: 0, wait: 0, abandon: 0, serviceLevel: 1, meanWait: 0, occupancy: 0 });
  assert.equal(besideFact([], { within: 20 }), null);
  const endless = dayOutcome([one(100, { patience: Infinity })], [3]);
  assert.equal(endless.day.meanWait, null);
});

Deno.test("the cheapest number is cheaper than every number near it", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 400, noNaN: true }),
      fc.double({ min: 20, max: 1_000, noNaN: true }),
      fc.constantFrom(150, Infinity),
      (calls, abandoned, patience) => {
        const interval = one(calls, { patience });
        const best = cheapest(interval, { ...PRICES, abandoned })!;
        for (const by of [-5, -2, -1, 1, 2, 5]) {
          if (best.agents + by < 0) continue;
          const other = costOf(interval, best.agents + by, { ...PRICES, abandoned });
          assert.ok(!other || other.total >= best.total - 1e-9, `${best.agents} ${by}`);
        }
        assert.ok(Math.abs(best.total - best.work - best.idle - best.lost) < 1e-6);
      },
    ),
    { numRuns: 40 },
  );
  assert.equal(cheapest(one(5), { agentHour: 0, abandoned: 1, waitingMinute: 1 }), null);
  assert.equal(cheapest(one(5), { agentHour: 1, abandoned: 0, waitingMinute: 0 }), null);
});

Deno.test("a past day is told beside what was seen of it", () => {
  const past = { calls: 100, seconds: 1_800, handle: 180, patience: 120, agents: 12, inTime: 82, abandoned: 3 };
  const { told, seen } = besideFact([past, { ...past, calls: 0, inTime: 0, abandoned: 0 }], { within: 20 })!;
  assert.deepEqual(seen, { serviceLevel: 0.82, abandon: 0.03 });
  assert.ok(told.serviceLevel > 0.7 && told.serviceLevel < 0.95 && told.abandon > 0 && told.abandon < 0.1);
  assert.equal(certain(-4).calls[0], 0);
});
