/**
 * Calls of an interval as a distribution, in few equally likely points, from the forecast's expected value and interval.
 * Staffing on the mean alone is too thin: a line that grows by ten calls costs more than ten calls less give back. Pure.
 */

/** Equally likely rates of calls an interval may have. */
export interface Demand {
  /** Expected calls, ascending, each with the same probability. */
  calls: readonly number[];
}

/** Enough that a finer split moves the requirement by less than one agent in a hundred. */
const POINTS = 11;

/** Calls known beforehand: no more than Poisson's luck around them, which Erlang has already. */
export function certain(calls: number): Demand {
  return { calls: [Math.max(0, calls)] };
}

/**
 * From a forecast and its two-sided interval of `level` for the calls that come. Each side is a half normal; the luck of
 * Poisson arrivals is taken out of the spread, as Erlang counts with it again. The mean stays `expected`.
 */
export function demandOf(
  forecast: { expected: number; low: number; high: number },
  options: { level: number },
): Demand {
  const { expected } = forecast;
  if (!(expected > 0) || !Number.isFinite(expected)) return certain(0);
  const z = normalQuantile((1 + options.level) / 2);
  const side = (width: number) => Math.sqrt(Math.max(0, (Math.max(0, width) / z) ** 2 - expected));
  const below = side(expected - forecast.low), above = side(forecast.high - expected);
  if (!(below + above > 0)) return certain(expected);
  const points = Array.from({ length: POINTS }, (_, n) => {
    const at = normalQuantile((n + 0.5) / POINTS);
    return Math.max(0, expected + at * (at < 0 ? below : above));
  });
  return scaled({ calls: points }, expected / meanOf({ calls: points }));
}

/** All points times `factor`. */
export function scaled({ calls }: Demand, factor: number): Demand {
  return { calls: calls.map((one) => one * factor) };
}

export function meanOf({ calls }: Demand): number {
  return calls.reduce((sum, one) => sum + one, 0) / calls.length;
}

/** Calls that are not exceeded with probability `level`, between the points. */
export function quantileOf({ calls }: Demand, level: number): number {
  const place = Math.min(calls.length - 1, Math.max(0, level * calls.length - 0.5));
  const low = Math.floor(place);
  const high = Math.min(calls.length - 1, low + 1);
  return calls[low] + (calls[high] - calls[low]) * (place - low);
}

/** Inverse of the standard normal's distribution function (Acklam 2003; relative error under 1.2e-9). */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(TAIL, q) / (polynomial(TAIL_BELOW, q) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return polynomial(MIDDLE, r) * q / (polynomial(MIDDLE_BELOW, r) * r + 1);
}

const polynomial = (of: readonly number[], x: number) => of.reduce((sum, one) => sum * x + one, 0);
const MIDDLE = [
  -39.69683028665376,
  220.9460984245205,
  -275.9285104469687,
  138.357751867269,
  -30.66479806614716,
  2.506628277459239,
];
const MIDDLE_BELOW = [
  -54.47609879822406,
  161.5858368580409,
  -155.6989798598866,
  66.80131188771972,
  -13.28068155288572,
];
const TAIL = [
  -0.007784894002430293,
  -0.3223964580411365,
  -2.400758277161838,
  -2.549732539343734,
  4.374664141464968,
  2.938163982698783,
];
const TAIL_BELOW = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
