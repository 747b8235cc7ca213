/**
 * Prediction intervals and quantiles by split conformal prediction (Papadopoulos 2002; Lei et al. 2018) on the queue's own
 * back-test: errors are measured in units of what an interval of so many calls usually misses by, and the share of them
 * that must lie within is taken from the days that were forecast, late ones counting more (Barber et al. 2023). No shape
 * of the errors is assumed. Pure.
 *
 * A back-test by weeks says little about tomorrow: its days are three to seven days away. How much less is missed by
 * tomorrow is read from how alike the misses of neighbouring days are: what they have in common, tomorrow's forecast
 * has already seen.
 */
import { dayNumber } from "@/ml/calendar/days.ts";
import type { Told } from "@/ml/volume/back_test.ts";
import type { Parts } from "@/ml/volume/history.ts";

export interface Intervals {
  /** Bounds around expected calls `ahead` days away. `level` of the two-sided interval, the one asked for. */
  around(expected: Float64Array, ahead: number): { low: Float64Array; high: Float64Array };
  /** Calls that come to no more than this in `levels` of all cases: one row a level, in the levels' order. */
  quantiles(expected: Float64Array, options: { ahead: number; levels?: readonly number[] }): Float64Array[];
  level: number;
  /** Intervals of the back-test that they were learnt from. */
  from: number;
  /** What they are made of: {@link boundsOf} makes the same ones of it. */
  parts: Parts;
}

/** What staffing is computed on. */
export const LEVELS: readonly number[] = [0.1, 0.25, 0.5, 0.75, 0.9];

/** Days after which an error counts half: queues become calmer or wilder. */
const HALF_LIFE = 42;
/** Growth of the day's variance with each day further away, when what it shares with today is spent. */
const GROWS_PER_DAY = 0.02;
/** What neighbouring days usually have in common, and how many pairs of them this counts for. */
const ALIKE = 0.5;
const ALIKE_PAIRS = 8;
const MOST_ALIKE = 0.9;
/** Without a back-test: Poisson with a day's level unknown by six percent. */
const UNKNOWN_DAY = 0.06;
const FEWEST_DAYS = 5;
const FEWEST_SCORES = 20;

export function conformal(told: readonly Told[], level = 0.8): Intervals {
  const days = told.map(dayOf).filter((day) => day.thought > 0);
  const learnt = spread(days);
  const { values, below, from } = ranked(days, scaleOf(learnt));
  return boundsOf({ spread: Float64Array.of(learnt.vary, learnt.day, learnt.alike, from), values, below }, level);
}

/** @param parts of {@link conformal}'s intervals, as they were kept */
export function boundsOf(parts: Parts, level: number): Intervals {
  const [vary, day, alike, from] = parts.spread;
  const scale = scaleOf({ vary, day, alike });
  const at = (share: number) => from < FEWEST_SCORES ? normal(share) : quantile(parts, share);
  const bound = (expected: Float64Array, ahead: number, share: number) => {
    const score = at(share);
    return expected.map((mean) => Math.max(0, mean + score * scale(mean, ahead)));
  };
  const tail = (1 - level) / 2;
  return {
    level,
    from,
    parts,
    around: (expected, ahead) => ({
      low: bound(expected, ahead, tail),
      high: bound(expected, ahead, 1 - tail),
    }),
    quantiles: (expected, { ahead, levels = LEVELS }) => levels.map((share) => bound(expected, ahead, share)),
  };
}

/** Of the squared errors, which part grows with the calls (as Poisson's) and which with their square (a day's level). */
interface Spread {
  vary: number;
  day: number;
  /** Of the misses of neighbouring days. */
  alike: number;
}

/** What an interval of so many calls usually misses by. */
const scaleOf = ({ vary, day, alike }: Spread) => (expected: number, ahead: number) =>
  Math.sqrt(vary * Math.max(expected, 0.25) + (day * expected) ** 2 * growth(alike, ahead));

interface ToldDay extends Told {
  called: number;
  /** Calls expected in the intervals that are known. */
  thought: number;
  weight: number;
}

function dayOf(one: Told, _: number, all: readonly Told[]): ToldDay {
  let called = 0, thought = 0;
  for (let slot = 0; slot < one.calls.length; slot++) {
    if (Number.isNaN(one.calls[slot])) continue;
    called += one.calls[slot];
    thought += one.expected[slot];
  }
  const age = dayNumber(all[all.length - 1].day) - dayNumber(one.day);
  return { ...one, called, thought, weight: 0.5 ** (age / HALF_LIFE) };
}

/** Part of a day's variance that is there `ahead` days away: first-order autoregression, then a slow walk. */
function growth(alike: number, ahead: number): number {
  return (1 - alike ** (2 * Math.max(1, ahead))) * (1 + GROWS_PER_DAY * (Math.max(1, ahead) - 1));
}

function spread(days: readonly ToldDay[]): Spread {
  if (days.length < FEWEST_DAYS) {
    return { vary: 1, day: UNKNOWN_DAY / Math.sqrt(growth(ALIKE, 1)), alike: ALIKE };
  }
  const alike = likeness(days);
  let squares = 0, weights = 0, within = 0, mean = 0;
  for (const { expected, calls, called, thought, ahead, weight } of days) {
    const share = called / thought;
    squares += weight * (share - 1) ** 2 / growth(alike, ahead);
    weights += weight;
    for (let slot = 0; slot < calls.length; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      within += weight * (calls[slot] - expected[slot] * share) ** 2;
      mean += weight * Math.max(expected[slot] * share, 0.25);
    }
  }
  return { vary: Math.max(0.5, within / mean), day: Math.sqrt(squares / weights), alike };
}

/** Correlation of the misses of neighbouring days that were forecast at once. */
function likeness(days: readonly ToldDay[]): number {
  const missed = days.map(({ called, thought }) => called / thought - 1);
  let both = 0, own = 0, pairs = 0;
  for (let n = 1; n < days.length; n++) {
    if (days[n].ahead <= days[n - 1].ahead) continue;
    both += missed[n] * missed[n - 1];
    own += (missed[n] ** 2 + missed[n - 1] ** 2) / 2;
    pairs++;
  }
  if (own === 0) return ALIKE;
  const usual = ALIKE_PAIRS * own / pairs;
  return Math.min(MOST_ALIKE, Math.max(0, (both + ALIKE * usual) / (own + usual)));
}

/** More scores than this are told by as many of their quantiles: a model must not grow with its queue's intervals. */
const MOST_SCORES = 1_000;

/** `values` in their order, and the share of the weight `below` the middle of each; `from` so many scores. */
function ranked(
  days: readonly ToldDay[],
  scale: (expected: number, ahead: number) => number,
): { values: Float64Array; below: Float64Array; from: number } {
  const scores: { score: number; weight: number }[] = [];
  for (const { expected, calls, ahead, weight } of days) {
    for (let slot = 0; slot < calls.length; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      scores.push({ score: (calls[slot] - expected[slot]) / scale(expected[slot], ahead), weight });
    }
  }
  scores.sort((a, b) => a.score - b.score);
  const all = scores.reduce((sum, { weight }) => sum + weight, 0);
  let seen = 0;
  const below = Float64Array.from(scores, ({ weight }) => {
    seen += weight;
    return (seen - weight / 2) / all;
  });
  const whole = { values: Float64Array.from(scores, ({ score }) => score), below };
  if (scores.length <= MOST_SCORES) return { ...whole, from: scores.length };
  const shares = Float64Array.from({ length: MOST_SCORES }, (_, n) => (n + 0.5) / MOST_SCORES);
  return { values: shares.map((share) => quantile(whole, share)), below: shares, from: scores.length };
}

function quantile({ values, below }: Parts, share: number): number {
  const above = below.findIndex((one) => one >= share);
  if (above === 0) return values[0];
  if (above < 0) return values[values.length - 1];
  const part = (share - below[above - 1]) / (below[above] - below[above - 1]);
  return values[above - 1] + part * (values[above] - values[above - 1]);
}

/** Quantile of the standard normal distribution (Shore 1982's closed form is too coarse; this is Winitzki's, within 0.002). */
function normal(share: number): number {
  const log = Math.log(4 * share * (1 - share));
  const half = 2 / (Math.PI * 0.147) + log / 2;
  const root = Math.sqrt(Math.sqrt(half ** 2 - log / 0.147) - half);
  return Math.sign(share - 0.5) * Math.SQRT2 * root;
}
