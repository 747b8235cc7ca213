/** How many people come to work tomorrow is decided by these: too few is an angry line, too many is money. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { certain, type Demand, demandOf, meanOf, normalQuantile, quantileOf } from "@/ml/staffing/demand.ts";
import { withoutPatience } from "@/ml/staffing/erlang.ts";
import {
  agentsFor,
  expectedOutcome,
  type Interval,
  meets,
  scheduledFor,
  type Target,
} from "@/ml/staffing/requirement.ts";

const near = (a: number, b: number, by: number) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b} within ${by}`);
const TARGET: Target = { serviceLevel: { share: 0.8, within: 20 }, on: "expected" };
const half = (demand: Demand, more: Partial<Interval> = {}): Interval => ({
  demand,
  seconds: 1_800,
  handle: 180,
  patience: 120,
  ...more,
});
const number = (interval: Interval, target: Target = TARGET) => {
  const told = agentsFor(interval, target);
  assert.ok(told.ok, JSON.stringify({ told, interval, target }));
  return told.agents;
};
const calls = fc.double({ min: 0.5, max: 900, noNaN: true });
const demand = fc.record({
  expected: calls,
  low: fc.double({ min: 0.3, max: 1, noNaN: true }),
  high: fc.double({ min: 1, max: 2, noNaN: true }),
}).map(({ expected, low, high }) => demandOf({ expected, low: expected * low, high: expected * high }, { level: 0.8 }));
const interval = fc.record({
  demand,
  seconds: fc.constantFrom(300, 900, 1_800, 3_600),
  handle: fc.double({ min: 30, max: 600, noNaN: true }),
  patience: fc.oneof(fc.constant(Infinity), fc.double({ min: 10, max: 600, noNaN: true })),
});
const target = fc.record({
  serviceLevel: fc.record({
    share: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
    within: fc.constantFrom(0, 10, 30),
  }),
  abandon: fc.option(fc.double({ min: 0.01, max: 0.2, noNaN: true }), { nil: undefined }),
  occupancy: fc.option(fc.double({ min: 0.6, max: 0.95, noNaN: true }), { nil: undefined }),
  on: fc.constantFrom<Target["on"]>("expected", { quantile: 0.5 }, { quantile: 0.9 }),
});

Deno.test("a sure number of calls gives the table that every planner knows: 100 calls of 180 s in half an hour, 14 agents", () => {
  // 10 erlangs, 80 % within 20 s: the widely published answer of Erlang C.
  assert.equal(number(half(certain(100), { patience: Infinity })), 14);
  near(withoutPatience({ agents: 14, rate: 100 / 1_800, handle: 180 }, 20).serviceLevel, 0.888, 0.001);
});

Deno.test("the answer meets the target and one agent fewer does not", () => {
  fc.assert(
    fc.property(interval, target, (one, aim) => {
      const agents = number(one, aim);
      assert.ok(meets(one, agents, aim));
      if (agents > 0) assert.ok(!meets(one, agents - 1, aim));
    }),
    { numRuns: 60 },
  );
});

Deno.test("one agent more never makes a line worse", () => {
  fc.assert(
    fc.property(interval, fc.integer({ min: 0, max: 200 }), (one, agents) => {
      const less = expectedOutcome(one, agents), more = expectedOutcome(one, agents + 1);
      assert.ok(more.serviceLevel >= less.serviceLevel - 1e-9);
      assert.ok(more.abandon <= less.abandon + 1e-9);
      assert.ok(more.occupancy <= less.occupancy + 1e-9);
      assert.ok((more.meanWait ?? Infinity) <= (less.meanWait ?? Infinity) + 1e-6);
    }),
    { numRuns: 80 },
  );
});

Deno.test("more calls, longer calls or a harder target never need fewer agents", () => {
  fc.assert(
    fc.property(interval, target, fc.double({ min: 1, max: 1.5, noNaN: true }), (one, aim, factor) => {
      const agents = number(one, aim);
      const busier = { ...one, demand: { calls: one.demand.calls.map((n) => n * factor) } };
      assert.ok(number(busier, aim) >= agents);
      assert.ok(number({ ...one, handle: one.handle * factor }, aim) >= agents);
      const harder = { ...aim.serviceLevel, share: Math.min(0.97, aim.serviceLevel.share * factor) };
      assert.ok(number(one, { ...aim, serviceLevel: harder }) >= agents);
    }),
    { numRuns: 40 },
  );
});

Deno.test("a day that may turn out busier needs at least what its mean needs, and more the less is known", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 20, max: 900, noNaN: true }),
      fc.double({ min: 0.05, max: 0.5, noNaN: true }),
      fc.constantFrom(120, Infinity),
      (expected, width, patience) => {
        const spread = (by: number) =>
          demandOf({ expected, low: expected * (1 - by), high: expected * (1 + by) }, { level: 0.8 });
        const needs = (by: number) => number(half(spread(by), { patience }));
        assert.ok(needs(width) >= number(half(certain(expected), { patience })));
        assert.ok(needs(width * 1.5) >= needs(width));
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("points of a forecast keep its mean and its interval, without the luck that Erlang counts itself", () => {
  const told = demandOf({ expected: 400, low: 330, high: 500 }, { level: 0.8 });
  near(meanOf(told), 400, 1e-9);
  assert.ok(quantileOf(told, 0.1) > 320 && quantileOf(told, 0.1) < 400);
  assert.ok(quantileOf(told, 0.9) < 500 && quantileOf(told, 0.9) > 400);
  // An interval no wider than Poisson's is a sure rate.
  const luck = 1.28 * Math.sqrt(400);
  assert.deepEqual(
    demandOf({ expected: 400, low: 400 - luck, high: 400 + luck * 0.999 }, { level: 0.8 }).calls.length,
    1,
  );
  for (const [p, z] of [[0.5, 0], [0.9, 1.2815515655], [0.025, -1.959963985], [0.001, -3.090232306]]) {
    near(normalQuantile(p), z, 1e-8);
  }
});

Deno.test("shrinkage puts more people on the list and never one too many by rounding", () => {
  assert.equal(scheduledFor(90, 0.1), 100);
  assert.equal(scheduledFor(7, 0.3), 10);
  assert.equal(scheduledFor(14, 0.3), 20);
  assert.equal(scheduledFor(15, 0.3), 22);
  assert.equal(scheduledFor(0, 0.3), 0);
});

Deno.test("a night without calls needs nobody; figures that cannot be are refused with a code", () => {
  assert.equal(number(half(certain(0))), 0);
  assert.equal(number(half(demandOf({ expected: 0, low: 0, high: 3 }, { level: 0.8 }))), 0);
  assert.equal(number(half(certain(5)), { occupancy: 0.8, on: "expected" }) > 0, true);
  const code = (one: Interval, aim: Target = TARGET) => {
    const told = agentsFor(one, aim);
    return told.ok ? null : told.code;
  };
  assert.equal(code(half({ calls: [NaN] })), "bad-interval");
  assert.equal(code(half({ calls: [] })), "bad-interval");
  assert.equal(code(half(certain(5), { handle: 0 })), "bad-interval");
  assert.equal(code(half(certain(5), { patience: NaN })), "bad-interval");
  assert.equal(code(half(certain(5)), { on: "expected" }), "bad-target");
  assert.equal(code(half(certain(5)), { serviceLevel: { share: 1, within: 20 }, on: "expected" }), "bad-target");
  assert.equal(code(half(certain(5)), { occupancy: 0, on: "expected" }), "bad-target");
  assert.equal(code(half(certain(1e9))), "too-many");
});

Deno.test("twenty thousand agents are found as well, with callers who hang up and those who never do", () => {
  const busy = demandOf({ expected: 190_000, low: 185_000, high: 196_000 }, { level: 0.8 });
  const few = number(half(busy), { ...TARGET, abandon: 0.02 });
  assert.ok(few > 18_500 && few < 20_000, `${few}`);
  const many = number(half(busy, { patience: Infinity }));
  assert.ok(many > 19_000 && many < 21_000, `${many}`);
});
