/** How good forecasts were. All of them leave out intervals that nobody knows. Pure. */
import type { Told } from "@/ml/volume/back_test.ts";
import type { History } from "@/ml/volume/history.ts";
import { addDays } from "@/ml/calendar/days.ts";

function errors(told: readonly Told[]): { error: number; calls: number; count: number } {
  let error = 0, calls = 0, count = 0;
  for (const one of told) {
    for (let slot = 0; slot < one.calls.length; slot++) {
      if (Number.isNaN(one.calls[slot])) continue;
      error += Math.abs(one.calls[slot] - one.expected[slot]);
      calls += one.calls[slot];
      count++;
    }
  }
  return { error, calls, count };
}

/** Weighted absolute percentage error: the sum of errors by the sum of calls; NaN without calls. */
export function wape(told: readonly Told[]): number {
  const { error, calls } = errors(told);
  return calls > 0 ? error / calls : NaN;
}

/** Mean absolute error beside that of last week's same interval in `past` (Hyndman and Koehler 2006). */
export function mase(told: readonly Told[], past: History): number {
  const known = new Map(past.days.map(({ day, calls }) => [day, calls]));
  let naive = 0, steps = 0;
  for (const { day, calls } of past.days) {
    const week = known.get(addDays(day, -7));
    if (!week) continue;
    for (let slot = 0; slot < calls.length; slot++) {
      if (Number.isNaN(calls[slot]) || Number.isNaN(week[slot])) continue;
      naive += Math.abs(calls[slot] - week[slot]);
      steps++;
    }
  }
  const { error, count } = errors(told);
  return error / count / (naive / steps);
}

/** Loss of a quantile (Koenker and Bassett 1978), by the calls: lower is better. */
export function pinball(told: readonly { calls: Float64Array; quantile: Float64Array }[], level: number): number {
  let loss = 0, all = 0;
  for (const { calls, quantile } of told) {
    for (let slot = 0; slot < calls.length; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      const by = calls[slot] - quantile[slot];
      loss += by >= 0 ? level * by : (level - 1) * by;
      all += calls[slot];
    }
  }
  return loss / all;
}

/**
 * Interval of the difference of two models' WAPE by a bootstrap of whole days (errors within a day go together): what
 * the difference would be in 95 of 100 other samples of such days. Both told the same days. `random` uniform in [0, 1).
 */
export function difference(
  a: readonly Told[],
  b: readonly Told[],
  options: { random: () => number; samples?: number },
): { mean: number; low: number; high: number } {
  const { random, samples = 2_000 } = options;
  const days = a.map((one, n) => ({ a: errors([one]).error, b: errors([b[n]]).error, calls: errors([one]).calls }));
  const of = (list: typeof days) => {
    const sum = (pick: (day: typeof days[number]) => number) => list.reduce((all, day) => all + pick(day), 0);
    return (sum((day) => day.a) - sum((day) => day.b)) / sum((day) => day.calls);
  };
  const drawn = Array.from({ length: samples }, () => of(days.map(() => days[Math.floor(random() * days.length)])))
    .sort((x, y) => x - y);
  return { mean: of(days), low: drawn[Math.floor(samples * 0.025)], high: drawn[Math.floor(samples * 0.975)] };
}
