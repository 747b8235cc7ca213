/** Whoever explains a gap by a chart that does not add up explains it wrongly: every kopeck has its step. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { dayNumber, dayOf } from "@/ml/calendar/days.ts";
import { categoryOf, judged } from "@/ml/revenue/categories.ts";
import { type DealLife, lifeOf, stateOn } from "@/ml/revenue/life.ts";
import { knownDay } from "@/ml/revenue/known_day.ts";
import { daysOf, inPeriod, monthsOf, periodsFrom } from "@/ml/revenue/periods.ts";
import { scopeName, scopeOf } from "@/ml/revenue/scopes.ts";
import { waterfall } from "@/ml/revenue/waterfall.ts";

const START = dayNumber("2026-01-01");
const day = fc.integer({ min: 0, max: 300 }).map((n) => dayOf(START + n));
const status = fc.constantFrom("open" as const, "won" as const, "lost" as const);

const life: fc.Arbitrary<DealLife> = fc.record({
  created: day,
  gone: fc.option(day, { freq: 5 }),
  moves: fc.array(fc.tuple(day, status), { maxLength: 5 }),
  amounts: fc.array(fc.tuple(day, fc.option(fc.integer({ min: 0, max: 1e12 }))), { maxLength: 4 }),
  dates: fc.array(fc.tuple(day, fc.option(day)), { maxLength: 4 }),
}).map(({ created, gone, moves, amounts, dates }, ...rest) => {
  const by = <T extends readonly [string, ...unknown[]]>(list: T[]) => [...list].sort((a, b) => a[0] < b[0] ? -1 : 1);
  const stages = [
    [created, "s", "open"] as const,
    ...by(moves).filter(([at]) => at >= created).map(([at, type]) => [at, type, type] as const),
  ];
  const last = stages.at(-1)!;
  return {
    id: `${created}${rest.length}`,
    created,
    gone: gone !== null && gone >= created ? gone : null,
    status: last[2],
    closed: last[2] === "open" ? null : last[0],
    minor: null,
    probability: 20,
    category: "" as const,
    closeDate: null,
    owner: null,
    team: null,
    pipeline: "p",
    product: null,
    stages,
    amounts: by(amounts),
    dates: by(dates),
  };
});

Deno.test("start and all steps come to the end, whatever happened to the deals", () => {
  const period = fc.constantFrom(null, "2026-02", "2026-Q2", "2026-09");
  fc.assert(
    fc.property(fc.array(life, { maxLength: 30 }), day, day, period, (lives, a, b, period) => {
      const [from, to] = a <= b ? [a, b] : [b, a];
      const { start, end, steps } = waterfall(lives, { from, to, period });
      assert.equal(start.minor + steps.reduce((sum, { minor }) => sum + minor, 0), end.minor);
      for (const { step, minor } of steps) {
        const grows = ["new", "reopened", "moved-in", "bigger"].includes(step);
        assert.ok(grows ? minor >= 0 : minor <= 0, `${step} ${minor}`);
      }
      // What is open in the end is what is open when it is looked at apart.
      const open = lives.map((one) => stateOn(one, to)).filter((state) =>
        state?.status === "open" && (period === null || (state.closeDate !== null && inPeriod(state.closeDate, period)))
      );
      assert.deepEqual(end, { deals: open.length, minor: open.reduce((sum, state) => sum + state!.minor, 0) });
    }),
    { numRuns: 300 },
  );
});

Deno.test("two pieces of a time explain what the whole explains: end of one is the start of the other", () => {
  fc.assert(fc.property(fc.array(life, { maxLength: 20 }), day, day, day, (lives, ...days) => {
    const [from, middle, to] = [...days].sort();
    const of = (from: string, to: string) => waterfall(lives, { from, to, period: null });
    assert.deepEqual(of(from, middle).end, of(middle, to).start);
    assert.deepEqual(of(from, to).end, of(middle, to).end);
  }));
});

Deno.test("a deal that is won for more than was said first grew, so that won is what the money is", () => {
  const [deal] = fc.sample(life, 1);
  const won: DealLife = {
    ...deal,
    created: "2026-01-01",
    gone: null,
    status: "won",
    stages: [["2026-01-01", "s", "open"], ["2026-02-01", "w", "won"]],
    amounts: [["2026-01-01", 100], ["2026-02-01", 130]],
  };
  const { steps } = waterfall([won], { from: "2026-01-15", to: "2026-02-15", period: null });
  assert.deepEqual(steps.filter(({ deals }) => deals > 0).map(({ step, minor }) => [step, minor]), [
    ["bigger", 30],
    ["won", -130],
  ]);
});

Deno.test("changes of an amount are known from their day; what stood there before is not lost", () => {
  const row = (amounts: [string, number | null, number | null, boolean][] | null, now: number | null) =>
    lifeOf(["d", "2026-01-01", null, "open", null, now, 10, "", null, null, null, "p", null, null, amounts, null])
      .amounts;
  assert.deepEqual(row(null, 500), [["2026-01-01", 500]]);
  assert.deepEqual(row(null, null), []);
  assert.deepEqual(row([["2026-02-01", 700, 500, false]], 700), [["2026-01-01", 500], ["2026-02-01", 700]]);
  assert.deepEqual(row([["2026-01-01", 500, null, true], ["2026-02-01", null, 500, false]], null), [
    ["2026-01-01", 500],
    ["2026-02-01", null],
  ]);
  // Imported over, without an event.
  assert.deepEqual(row([["2026-01-05", 500, null, true]], 900), [["2026-01-05", 500], ["2026-01-05", 900]]);
});

Deno.test("a deal counts as its owner says, and by its probability only where nobody said", () => {
  assert.equal(categoryOf({ category: "", probability: 80 }), "commit");
  assert.equal(categoryOf({ category: "", probability: 50 }), "best-case");
  assert.equal(categoryOf({ category: "", probability: 10 }), "pipeline");
  assert.equal(categoryOf({ category: "", probability: 0 }), "omitted");
  assert.equal(categoryOf({ category: "commit", probability: 0 }), "commit");
});

Deno.test("each open deal is in one category of its month, or overdue, or without a date: none is counted twice", () => {
  fc.assert(fc.property(
    fc.array(fc.tuple(fc.option(day), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 1e9 })), {
      maxLength: 40,
    }),
    (deals) => {
      const [one] = fc.sample(life, 1);
      const lives = deals.map(([closeDate, probability, minor]): DealLife => ({
        ...one,
        gone: null,
        status: "open",
        closed: null,
        closeDate,
        probability,
        minor,
      }));
      const months = Array.from({ length: 12 }, (_, n) => `2026-${`${n + 1}`.padStart(2, "0")}`);
      const told = judged(lives, { periods: months, today: "2026-03-10" });
      const sums = told.categories.flatMap((
        { commit, bestCase, pipeline, omitted },
      ) => [commit, bestCase, pipeline, omitted]);
      const all = [...sums, told.overdue, told.undated];
      assert.equal(all.reduce((sum, { deals }) => sum + deals, 0), lives.length);
      assert.equal(all.reduce((sum, { minor }) => sum + minor, 0), deals.reduce((sum, [, , minor]) => sum + minor, 0));
    },
  ));
});

Deno.test("months and quarters are those of the calendar, and every name of a scope is read back", () => {
  assert.deepEqual(monthsOf("2026-Q4"), ["2026-10", "2026-11", "2026-12"]);
  assert.deepEqual(daysOf("2028-02"), { from: "2028-02-01", to: "2028-02-29" });
  assert.deepEqual(daysOf("2026-Q4"), { from: "2026-10-01", to: "2026-12-31" });
  assert.ok(
    inPeriod("2026-12-31", "2026-Q4") && !inPeriod("2027-01-01", "2026-Q4") && inPeriod("2026-12-31", "2026-12"),
  );
  assert.deepEqual(periodsFrom("2026-11", 3), ["2026-11", "2026-12", "2027-01", "2026-Q4"]);
  assert.equal(knownDay("2026-11-30"), "2026-11-29");
  assert.equal(knownDay("2026-11-29"), "2026-11-29");
  for (
    const scope of [
      { team: null, owner: null, pipeline: null },
      { team: "t", owner: null, pipeline: "p" },
      { team: null, owner: "o", pipeline: null },
    ]
  ) assert.deepEqual(scopeOf(scopeName(scope)), scope);
});
