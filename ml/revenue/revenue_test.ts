/** Sales promise their revenue by these: a look into the future or a NaN here is a plan that nobody can keep. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { dayNumber, dayOf } from "@/ml/calendar/days.ts";
import { exponential, seeded } from "@/telephony/simulator/random.ts";
import { fitClosing } from "@/ml/revenue/closing.ts";
import { asKnownOn, type Deal } from "@/ml/revenue/deals.ts";
import { forecastRevenue, type RevenueForecast } from "@/ml/revenue/forecast.ts";
import { monthOf } from "@/ml/revenue/months.ts";
import { chances } from "@/ml/revenue/incidence.ts";
import { weightedPipeline } from "@/ml/revenue/pipeline.ts";

const near = (a: number, b: number, by: number) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b} within ${by}`);
const START = dayNumber("2024-01-01");

/** A company whose deals close at constant rates a day, with lognormal-like amounts; `arrive` deals a day. */
function company(options: { seed: number; days: number; arrive?: number; won?: number; lost?: number }): Deal[] {
  const { seed, days, arrive = 3, won = 0.012, lost = 0.018 } = options;
  const random = seeded(seed);
  const deals: Deal[] = [];
  for (let at = exponential(random, 1 / arrive); at < days; at += exponential(random, 1 / arrive)) {
    const created = START + Math.floor(at);
    const closed = Math.floor(created + exponential(random, 1 / (won + lost)));
    const outcome = random() < won / (won + lost) ? "won" as const : "lost" as const;
    const amount = Math.round(500 + 1_000 * random());
    deals.push({
      created: dayOf(created),
      closed: dayOf(closed),
      outcome,
      stages: [{ day: dayOf(created), stage: "new" }],
      amounts: [{ day: dayOf(closed), amount }],
      product: random() < 0.5 ? "a" : "b",
    });
  }
  return deals;
}

function told(deals: readonly Deal[], asOf: string, seed = 1): RevenueForecast {
  const forecast = forecastRevenue(deals, { asOf, months: 3, random: seeded(seed), paths: 150 });
  assert.ok(forecast.ok, JSON.stringify(forecast));
  return forecast;
}

Deno.test("a forecast of a past day is the same whatever happened later, or its back-test would lie", () => {
  const base = company({ seed: 3, days: 300 });
  const asOf = "2024-08-31";
  const before = told(base, asOf);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
      const random = seeded(seed);
      const later = dayOf(dayNumber(asOf) + 1 + Math.floor(random() * 90));
      const changed = base.map((deal): Deal => {
        if (deal.closed === null || deal.closed <= asOf) {
          return { ...deal, amounts: [...deal.amounts, { day: later, amount: 1e6 * random() }] };
        }
        if (random() < 0.3) return { ...deal, closed: null, outcome: null, amounts: [] };
        const closed = deal.created > later ? deal.created : later;
        return {
          ...deal,
          closed,
          outcome: random() < 0.5 ? "won" : "lost",
          stages: [...deal.stages!, { day: later, stage: "late" }],
          amounts: [{ day: later, amount: 1e6 * random() }],
        };
      });
      changed.push({ created: later, closed: later, outcome: "won", amounts: [{ day: later, amount: 1e9 }] });
      assert.deepEqual(told(changed, asOf), before);
    }),
    { numRuns: 8 },
  );
});

Deno.test("constant hazards give the closed form of competing risks", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-5, max: 0.2, noNaN: true }),
      fc.double({ min: 1e-5, max: 0.2, noNaN: true }),
      fc.integer({ min: 1, max: 400 }),
      (won, lost, days) => {
        const told = chances(days, () => ({ won, lost }));
        const closed = -Math.expm1(-(won + lost) * days);
        near(told.won.reduce((a, b) => a + b, 0), closed * won / (won + lost), 1e-9);
        near(told.lost, closed * lost / (won + lost), 1e-9);
        near(told.won.reduce((a, b) => a + b, told.lost + told.open), 1, 1e-9);
      },
    ),
  );
});

Deno.test("the rates at which deals are won and lost are found again in what happened", () => {
  const deals = company({ seed: 5, days: 700, arrive: 10 });
  const asOf = dayNumber("2025-11-30");
  const closing = fitClosing(asKnownOn(deals, dayOf(asOf)), { asOf });
  for (const age of [5, 40, 100]) {
    const { won, lost } = closing.rates(age, asOf + 10);
    near(won, 0.012, 0.003);
    near(lost, 0.018, 0.004);
  }
});

Deno.test("months of days are those of the calendar, or revenue moves to the wrong one", () => {
  for (let day = -800; day < 40_000; day++) {
    const date = new Date(day * 86_400_000);
    assert.equal(monthOf(day), date.getUTCFullYear() * 12 + date.getUTCMonth());
  }
});

Deno.test("a deal far on is told to be won sooner than a new one of its age, and both are alike in the end", () => {
  const random = seeded(4);
  const deals = Array.from({ length: 3_000 }, (): Deal => {
    const created = START + Math.floor(random() * 330);
    const offer = created + Math.floor(exponential(random, 20));
    const lost = created + Math.floor(exponential(random, 60));
    const won = offer + Math.floor(exponential(random, 30));
    const end = Math.min(lost, won);
    const stages = [{ day: dayOf(created), stage: "new" }];
    if (offer <= end) stages.push({ day: dayOf(offer), stage: "offer" });
    const outcome = won < lost ? "won" as const : "lost" as const;
    return { created: dayOf(created), closed: dayOf(end), outcome, stages, amounts: [{ day: dayOf(end), amount: 10 }] };
  });
  const asOf = dayNumber("2024-10-31");
  const closing = fitClosing(asKnownOn(deals, dayOf(asOf)), { asOf });
  const fresh = closing.rates(20, asOf + 1, "new"), far = closing.rates(20, asOf + 1, "offer");
  assert.ok(far.won > 5 * fresh.won, `${far.won} ${fresh.won}`);
  near(far.won, 1 / 30, 0.012);
  near(far.lost, 1 / 60, 0.006);
  const late = asOf + 400;
  near(closing.rates(20, late, "offer").won, closing.rates(20, late).won, 1e-3);
});

Deno.test("parts, months, quarters and the whole add up, and intervals hold what is expected", () => {
  const deals = company({ seed: 7, days: 400 });
  for (const asOf of ["2024-08-31", "2024-10-14", "2024-12-31"]) {
    const { months, total, quarters, correction } = told(deals, asOf);
    near(total.expected, months.reduce((sum, { expected }) => sum + expected, 0), 1e-6 * total.expected);
    // Of the month that runs, the same period before has the less to say the more of it has passed.
    const ends = new Date(Date.UTC(2024, Number(asOf.slice(5, 7)), 0)).getUTCDate();
    const left = 1 - Number(asOf.slice(8)) / ends || 1;
    for (const [n, { low, high, expected, won, parts, before }] of months.entries()) {
      assert.ok(low <= expected && expected <= high && won <= low, `${low} ${expected} ${high}`);
      const model = parts.won + parts.open + parts.coming;
      const weight = 1 - (1 - correction.weight) * (n === 0 ? left : 1);
      const blended = before === null ? model : weight * model + (1 - weight) * before;
      near(expected, Math.max(won, blended), 1e-6 * expected);
    }
    for (const { low, high, expected } of quarters) assert.ok(low <= expected && expected <= high);
  }
});

Deno.test("a team that closes only so many deals a month is not promised more because more are open", () => {
  const random = seeded(2);
  const open: number[] = [], deals: Deal[] = [];
  for (let day = START; day < START + 400; day++) {
    for (let n = 0; n < 9; n++) {
      open.push(deals.push({ created: dayOf(day), closed: null, outcome: null, amounts: [] }) - 1);
    }
    // Six a day, whoever it is, while nine come.
    for (let n = 0; n < 6; n++) {
      const [one] = open.splice(Math.floor(random() * open.length), 1);
      const outcome = random() < 0.5 ? "won" as const : "lost" as const;
      deals[one] = { ...deals[one], closed: dayOf(day), outcome, amounts: [{ day: dayOf(day), amount: 100 }] };
    }
  }
  // Three a day are won: 92 days of July to September.
  const { total } = told(deals, "2024-06-30");
  near(total.expected / (92 * 3 * 100), 1, 0.12);
});

Deno.test("intervals of 80 % hold about four of five months of companies that nobody has seen", () => {
  let inside = 0, all = 0;
  for (let seed = 100; seed < 112; seed++) {
    const deals = company({ seed, days: 500, arrive: 2 });
    for (const asOf of ["2024-10-31", "2025-01-31"]) {
      const forecast = told(deals, asOf, seed);
      for (const { name, low, high } of forecast.months) {
        const actual = deals.filter(({ outcome, closed }) => outcome === "won" && closed!.startsWith(name))
          .reduce((sum, { amounts }) => sum + amounts[0].amount, 0);
        if (actual >= low && actual <= high) inside++;
        all++;
      }
    }
  }
  const share = inside / all;
  assert.ok(share >= 0.7 && share <= 0.95, `${share} of ${all}`);
});

Deno.test("empty, tiny and impossible histories are refused with a code and never told as NaN", () => {
  const ask = (deals: Deal[], asOf = "2024-08-31", months = 3) => {
    const told = forecastRevenue(deals, { asOf, months, random: seeded(1), paths: 20 });
    return told.ok ? "told" : told.code;
  };
  const many = company({ seed: 9, days: 240 });
  assert.equal(ask([]), "no-deals");
  assert.equal(ask(many, "2023-12-31"), "no-deals");
  assert.equal(ask(many.slice(0, 5)), "too-few-wins");
  assert.equal(ask(many.map((deal) => ({ ...deal, amounts: [] }))), "too-few-wins");
  assert.equal(ask(company({ seed: 9, days: 240, arrive: 30 }), "2024-02-10"), "too-short");
  assert.equal(ask(many, "2024-08-31", 0), "bad-period");
  assert.equal(ask(many, "soon"), "bad-period");
  assert.equal(ask(many.map((deal) => ({ ...deal, created: "?" }))), "no-deals");
});

Deno.test("rows that cannot be true are counted and change nothing else", () => {
  const deals = company({ seed: 11, days: 240 });
  const bad: Deal[] = [
    { created: "2024-03-01", closed: "2024-02-01", outcome: "won", amounts: [{ day: "2024-02-01", amount: 5e6 }] },
    { created: "2024-03-01", closed: null, outcome: null, amounts: [{ day: "2024-03-01", amount: -5 }] },
    { created: "2024-03-01", closed: null, outcome: null, amounts: [{ day: "2024-03-01", amount: NaN }] },
  ];
  assert.deepEqual(told([...bad, ...deals], "2024-08-31"), { ...told(deals, "2024-08-31"), impossible: 3 });
});

Deno.test("whatever the company, figures are numbers and not below what is won", () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.integer({ min: 1, max: 1e6 }),
        arrive: fc.double({ min: 0.3, max: 4, noNaN: true }),
        won: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        lost: fc.double({ min: 0, max: 0.5, noNaN: true }),
      }),
      fc.integer({ min: 20, max: 400 }),
      (shape, day) => {
        const deals = company({ ...shape, days: 300 });
        const forecast = forecastRevenue(deals, {
          asOf: dayOf(START + day),
          months: 2,
          random: seeded(1),
          paths: 20,
        });
        if (!forecast.ok) return;
        for (const { expected, low, high, won } of [...forecast.months, ...forecast.quarters, forecast.total]) {
          assert.ok(Number.isFinite(expected) && expected >= won - 1e-6 && low >= won - 1e-6 && high >= low);
        }
      },
    ),
    { numRuns: 25 },
  );
});

Deno.test("the weighted pipeline counts each open deal by how often its stage was won", () => {
  const stage = (name: string, day = "2024-01-05") => [{ day, stage: name }];
  const closed = (name: string, outcome: "won" | "lost"): Deal => ({
    created: "2024-01-01",
    closed: "2024-02-01",
    outcome,
    stages: stage(name),
    amounts: [{ day: "2024-01-02", amount: 100 }],
  });
  const open: Deal = { ...closed("offer", "won"), closed: null, outcome: null };
  const deals = [
    ...new Array(60).fill(closed("offer", "won")),
    ...new Array(40).fill(closed("offer", "lost")),
    open,
    open,
  ];
  const { amount, weighted, stages } = weightedPipeline(asKnownOn(deals, "2024-03-01"));
  assert.equal(amount, 200);
  near(weighted, 120, 1e-9);
  near(stages[0].chance, 0.6, 1e-9);
  assert.deepEqual(weightedPipeline([]), { amount: 0, weighted: 0, stages: [] });
});
