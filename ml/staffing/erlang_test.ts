/** Staffing stands on these: a wrong digit here is an empty chair or an angry line in every interval of every day. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { exponential, seeded } from "@/telephony/simulator/random.ts";
import { erlangB, erlangC, type Queue, withoutPatience, withPatience } from "@/ml/staffing/erlang.ts";

const near = (a: number, b: number, by: number) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b} within ${by}`);

Deno.test("published values of Erlang C are met, or every staffing table is off", () => {
  near(erlangC(21, 18), 0.395872, 5e-7);
  near(erlangC(50, 48), 0.694456, 5e-7);
  near(erlangC(1000, 968.38), 0.22151, 5e-6);
  near(erlangC(1, 0.5), 0.5, 1e-15);
  near(erlangC(2, 1), 1 / 3, 1e-15);
});

/** The definition, in exact fractions: load = p / q. */
function exactC(agents: number, p: bigint, q: bigint): number {
  let term = 1n, below = 0n, scale = 1n;
  // Σ aᵏ/k! over a common denominator qⁿ·n!
  for (let k = 0; k < agents; k++) {
    below = below * q * BigInt(k || 1) + term;
    term *= p;
    scale *= q * BigInt(k + 1);
  }
  below = below * q * BigInt(agents);
  // aⁿ/n! · n/(n − a)
  const n = BigInt(agents);
  const waiting = term * n * q;
  const rest = n * q - p;
  const digits = 10n ** 18n;
  return Number(waiting * digits / (waiting + below * rest)) / 1e18;
}

Deno.test("Erlang C is exact to 1e-9 for any number of agents that keep up", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 999 }), (agents, part) => {
      near(erlangC(agents, agents * part / 1_000), exactC(agents, BigInt(agents * part), 1_000n), 1e-9);
    }),
    { numRuns: 200 },
  );
});

Deno.test("twenty thousand agents are counted without an overflow", () => {
  for (const load of [1, 1_000, 19_000, 19_990, 19_999.9]) {
    const wait = erlangC(20_000, load);
    assert.ok(wait >= 0 && wait <= 1, `${wait}`);
    const queue = { agents: 20_000, rate: load / 180, handle: 180, patience: 90 };
    const outcome = withPatience(queue, 20);
    for (const value of Object.values(outcome)) {
      assert.ok(Number.isFinite(value) && value >= 0, JSON.stringify(outcome));
    }
  }
  near(erlangB(20_000, 20_000), 0.0056217, 1e-6);
  const drowned = withPatience({ agents: 20_000, rate: 200, handle: 180, patience: 90 }, 20);
  near(drowned.abandon, 1 - 20_000 / 36_000, 1e-6);
});

Deno.test("callers with endless patience give Erlang C, so the two models meet", () => {
  const queue = { agents: 21, rate: 18 / 180, handle: 180 };
  const patient = withPatience({ ...queue, patience: 1e9 }, 20);
  const endless = withoutPatience(queue, 20);
  near(patient.wait, endless.wait, 1e-5);
  near(patient.serviceLevel, endless.serviceLevel, 1e-5);
  near(patient.meanWait, endless.meanWait, 0.1);
});

/** States of the birth and death chain from the mode outwards: another way to the same figures. */
function chain({ agents, rate, handle, patience }: Queue & { patience: number }) {
  const leave = (k: number) => Math.min(k, agents) / handle + Math.max(0, k - agents) / patience;
  let mode = 0;
  while (leave(mode + 1) < rate) mode++;
  const states = new Map([[mode, 1]]);
  for (let k = mode, p = 1; k > 0 && p > 1e-18; k--) states.set(k - 1, p *= leave(k) / rate);
  for (let k = mode, p = 1; p > 1e-18; k++) states.set(k + 1, p *= rate / leave(k + 1));
  let all = 0, waits = 0, line = 0;
  for (const [k, p] of states) {
    all += p;
    if (k >= agents) waits += p;
    line += p * Math.max(0, k - agents);
  }
  return { wait: waits / all, abandon: line / all / patience / rate };
}

Deno.test("Erlang A agrees with the chain of its states, under and over the load", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.double({ min: 0.3, max: 1.8, noNaN: true }),
      fc.double({ min: 0.05, max: 20, noNaN: true }),
      (agents, busy, patience) => {
        const queue = { agents, rate: agents * busy / 200, handle: 200, patience: 200 * patience };
        const outcome = withPatience(queue, 20);
        const states = chain(queue);
        near(outcome.wait, states.wait, 1e-7);
        near(outcome.abandon, states.abandon, 1e-7);
      },
    ),
    { numRuns: 300 },
  );
});

/** One long day of callers, agents and patience, each drawn at random. */
function simulate({ agents, rate, handle, patience }: Queue & { patience: number }, calls: number, threshold: number) {
  const random = seeded(7);
  const free = new Float64Array(agents);
  let now = 0, abandoned = 0, soon = 0;
  for (let n = 0; n < calls; n++) {
    now += exponential(random, 1 / rate);
    let first = 0;
    for (let a = 1; a < agents; a++) if (free[a] < free[first]) first = a;
    const wait = Math.max(0, free[first] - now);
    if (wait > 0 && exponential(random, patience) < wait) {
      abandoned++;
      continue;
    }
    if (wait <= threshold) soon++;
    free[first] = now + wait + exponential(random, handle);
  }
  return { abandon: abandoned / calls, serviceLevel: soon / calls };
}

Deno.test("Erlang A tells abandonment within .002 and service level within .005 of a simulated line", () => {
  for (
    const queue of [
      { agents: 12, rate: 0.06, handle: 180, patience: 120 },
      { agents: 30, rate: 0.17, handle: 180, patience: 60 },
      { agents: 8, rate: 0.06, handle: 150, patience: 200 },
    ]
  ) {
    const told = withPatience(queue, 20);
    const seen = simulate(queue, 1_000_000, 20);
    near(told.abandon, seen.abandon, 0.002);
    near(told.serviceLevel, seen.serviceLevel, 0.005);
  }
});

Deno.test("an empty interval and an empty room are told plainly, never as NaN", () => {
  assert.deepEqual(withPatience({ agents: 0, rate: 0.1, handle: 100, patience: 60 }, 20).abandon, 1);
  assert.equal(withPatience({ agents: 5, rate: 0, handle: 100, patience: 60 }, 20).serviceLevel, 1);
  assert.equal(withoutPatience({ agents: 3, rate: 1, handle: 100 }, 20).meanWait, Infinity);
});
