/**
 * Several models as one: their weights come from the queue's own rolling back-test, so that a queue which the network
 * does not understand is forecast by what works there. Geometric mean: errors of forecasts are ratios. Pure.
 */
import { dayNumber } from "@/ml/calendar/days.ts";
import type { Told } from "@/ml/volume/back_test.ts";

/** Steps of the search. */
const STEPS = 200;
/** How strongly weights are held to those of the single errors while there are few days to judge by, in days. */
const HELD = 10;

/**
 * The leading models share the queue by what each of them missed, in this power: those that are about as good are mixed
 * (which is rarely worse than either), a clearly worse one hardly counts.
 */
const POWER = 16;
/** What leads is left for another mixture only when that is better by so much, */
const WORTH = 0.04;
/** of fewer days than this more is asked (in two days anything is better than anything by ten percent), */
const ENOUGH = 20;
/** and better by so many standard errors of the weeks' differences. */
const SURE = 1.5;

/**
 * Weights that sum to one. `told` are back-tests of each model over the same days. Without days those that lead share
 * equally.
 * @param leading how many of the first ones lead: models that are likely to be best on any queue
 */
export function blendWeights(told: readonly (readonly Told[])[], leading = 1): number[] {
  const days = told[0]?.length ?? 0;
  if (days === 0) return told.map((_, n) => n < leading ? 1 / leading : 0);
  const single = told.map(errorOf);
  const trust = days / (days + HELD);
  const lead = normal(
    single.map((error, n) =>
      n < leading ? (Math.max(Math.min(...single), 1e-9) / Math.max(error, 1e-9)) ** (POWER * trust) : 0
    ),
  );
  const missedBy = (weights: readonly number[]) =>
    weekly(told[0].map((one, d) => ({ ...one, expected: mixed(told.map((list) => list[d].expected), weights) })));
  const led = missedBy(lead);
  const others = [...told.map((_, chosen) => told.map((_, n) => n === chosen ? 1 : 0)), search(told, single)];
  let best = lead, least = 0;
  for (const weights of others) {
    const gain = gainOf(missedBy(weights), led, { worth: WORTH * Math.max(1, ENOUGH / days) });
    if (gain > least) [best, least] = [weights, gain];
  }
  return best;
}

interface Week {
  missed: number;
  calls: number;
}

/** Share of the calls by which less is missed, as far as it is worth a change and more than chance; else 0. */
function gainOf(weeks: readonly Week[], led: readonly Week[], { worth }: { worth: number }): number {
  const calls = led.reduce((sum, week) => sum + week.calls, 0);
  const error = led.reduce((sum, week) => sum + week.missed, 0);
  const gains = led.map(({ missed }, n) => missed - weeks[n].missed);
  const gain = gains.reduce((sum, one) => sum + one, 0);
  const mean = gain / gains.length;
  const chance = Math.sqrt(
    gains.reduce((sum, one) => sum + (one - mean) ** 2, 0) * gains.length / Math.max(1, gains.length - 1),
  );
  return gains.length > 1 && gain > worth * error && gain > SURE * chance ? gain / Math.max(calls, 1) : 0;
}

/** Errors within a week go together. */
function weekly(told: readonly Told[]): Week[] {
  const weeks = new Map<number, Week>();
  for (const { day, expected, calls } of told) {
    const monday = Math.floor((dayNumber(day) + 3) / 7);
    const week = weeks.get(monday) ?? { missed: 0, calls: 0 };
    weeks.set(monday, week);
    for (let slot = 0; slot < calls.length; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      week.missed += Math.abs(calls[slot] - expected[slot]);
      week.calls += calls[slot];
    }
  }
  return [...weeks.values()];
}

/** Multiplicative updates of the mean absolute error, from weights that fall with each model's own error. */
function search(told: readonly (readonly Told[])[], single: readonly number[]): number[] {
  const best = Math.min(...single);
  const own = normal(single.map((error) => (Math.max(best, 1e-9) / Math.max(error, 1e-9)) ** 8));
  const cells = cellsOf(told);
  let weights = own.slice();
  for (let step = 0; step < STEPS; step++) {
    const slopes = slopesOf(cells, weights);
    weights = normal(weights.map((weight, n) => Math.max(1e-4, weight) * Math.exp(-slopes[n])));
  }
  const trust = told[0].length / (told[0].length + HELD);
  return normal(weights.map((weight, n) => trust * weight + (1 - trust) * own[n]));
}

/** Intervals that every model has an opinion on: calls, and logarithms of what each expected. */
interface Cells {
  calls: number[];
  logs: number[][];
}

/** Short intervals say much the same as their neighbours: so many are enough. */
const MOST_CELLS = 2_500;

function cellsOf(told: readonly (readonly Told[])[]): Cells {
  const all = told[0].reduce((sum, { calls }) => sum + calls.length, 0);
  const every = Math.max(1, Math.floor(all / MOST_CELLS));
  const cells: Cells = { calls: [], logs: told.map(() => []) };
  for (let d = 0; d < told[0].length; d++) {
    const { calls } = told[0][d];
    // Another interval of each day is the first.
    for (let slot = d % every; slot < calls.length; slot += every) {
      if (Number.isNaN(calls[slot]) || told.some((list) => !(list[d].expected[slot] > 0))) continue;
      cells.calls.push(calls[slot]);
      told.forEach((list, n) => cells.logs[n].push(Math.log(list[d].expected[slot])));
    }
  }
  return cells;
}

/** How the error changes with each weight. */
function slopesOf({ calls, logs }: Cells, weights: readonly number[]): number[] {
  const slopes = logs.map(() => 0);
  let all = 0;
  for (let c = 0; c < calls.length; c++) {
    let log = 0;
    for (let n = 0; n < logs.length; n++) log += weights[n] * logs[n][c];
    const mean = Math.exp(log);
    all += calls[c];
    const missed = Math.sign(mean - calls[c]) * mean;
    for (let n = 0; n < logs.length; n++) slopes[n] += missed * (logs[n][c] - log);
  }
  return slopes.map((slope) => slope / Math.max(all, 1));
}

/** Weighted geometric mean; an interval that some model expects nothing in is averaged plainly. */
export function mixed(parts: readonly Float64Array[], weights: readonly number[]): Float64Array {
  return Float64Array.from(parts[0], (_, slot) => {
    let log = 0, plain = 0;
    for (let n = 0; n < parts.length; n++) {
      plain += weights[n] * parts[n][slot];
      log += weights[n] * Math.log(parts[n][slot]);
    }
    return Number.isFinite(log) ? Math.exp(log) : plain;
  });
}

function errorOf(told: readonly Told[]): number {
  let error = 0, all = 0;
  for (const { expected, calls } of told) {
    for (let slot = 0; slot < calls.length; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      error += Math.abs(calls[slot] - expected[slot]);
      all += calls[slot];
    }
  }
  return error / Math.max(all, 1);
}

function normal(weights: readonly number[]): number[] {
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((one) => one / sum);
}
