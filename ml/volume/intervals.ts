/**
 * Prediction intervals by split conformal prediction (Papadopoulos 2002; Lei et al. 2018) on the queue's own back-test:
 * errors are measured in units of what an interval of so many calls usually misses by, and the share of them that must
 * lie within is taken from the days that were forecast. No shape of the errors is assumed. Pure.
 */
import type { Told } from "@/ml/volume/back_test.ts";

export interface Intervals {
  /** Bounds around expected calls `ahead` days away. `level` of the two-sided interval, one of those asked for. */
  around(expected: Float64Array, ahead: number): { low: Float64Array; high: Float64Array };
  level: number;
  /** Intervals of the back-test that they were learnt from. */
  from: number;
}

/** Days by which errors of day levels grow; the walk's variance beside a day's own. */
const GROWS_PER_DAY = 0.02;
/** Without a back-test: Poisson with a day's level unknown by six percent. */
const UNKNOWN_DAY = 0.06;

export function conformal(told: readonly Told[], level = 0.8): Intervals {
  const { vary, day } = spread(told);
  const scale = (expected: number, ahead: number) =>
    Math.sqrt(vary * Math.max(expected, 0.25) + (day * expected) ** 2 * (1 + GROWS_PER_DAY * (ahead - 1)));
  const scores: number[] = [];
  for (const { expected, calls, ahead } of told) {
    for (let slot = 0; slot < calls.length; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      scores.push((calls[slot] - expected[slot]) / scale(expected[slot], ahead));
    }
  }
  scores.sort((a, b) => a - b);
  const tail = (1 - level) / 2;
  const [low, high] = scores.length < 20 ? [-1.2816, 1.2816] : [quantile(scores, tail), quantile(scores, 1 - tail)];
  return {
    level,
    from: scores.length,
    around: (expected, ahead) => ({
      low: expected.map((mean) => Math.max(0, mean + low * scale(mean, ahead))),
      high: expected.map((mean) => Math.max(0, mean + high * scale(mean, ahead))),
    }),
  };
}

/** Of the squared errors, which part grows with the calls (as Poisson's) and which with their square (a day's level). */
function spread(told: readonly Told[]): { vary: number; day: number } {
  if (told.length < 5) return { vary: 1, day: UNKNOWN_DAY };
  let days = 0, sums = 0, count = 0, within = 0, mean = 0;
  for (const { expected, calls } of told) {
    let called = 0, thought = 0;
    for (let slot = 0; slot < calls.length; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      called += calls[slot];
      thought += expected[slot];
    }
    if (thought <= 0) continue;
    days += (called / thought - 1) ** 2;
    sums++;
    const share = called / thought;
    for (let slot = 0; slot < calls.length; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      within += (calls[slot] - expected[slot] * share) ** 2;
      mean += Math.max(expected[slot] * share, 0.25);
      count++;
    }
  }
  if (count === 0 || sums === 0) return { vary: 1, day: UNKNOWN_DAY };
  return { vary: Math.max(0.5, within / mean), day: Math.sqrt(days / sums) };
}

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length + 1) - 1;
  const from = Math.max(0, Math.min(sorted.length - 1, Math.floor(at)));
  const to = Math.min(sorted.length - 1, from + 1);
  return sorted[from] + (sorted[to] - sorted[from]) * Math.max(0, Math.min(1, at - from));
}
