/**
 * What the rest of a day will bring, from the morning's forecast and the calls that came so far. The level of the day is
 * a Gamma variable around one, calls are Poisson (wider by what the queue's own intervals say), so the level after some
 * hours is Gamma again: what came and what was told are added to what was believed in the morning. What came an hour ago
 * says more of the next hour than what came in the morning, and little of the evening: both fade by the same half-life.
 * Pure.
 */
import { normalQuantile } from "@/ml/staffing/demand.ts";

/** The morning's forecast by interval, with its two-sided interval of `level`. */
export interface Morning {
  /** Minutes of an interval. */
  step: number;
  level: number;
  expected: readonly number[];
  low: readonly number[];
  high: readonly number[];
}

/** Calls of an interval as a sum of luck and of the day's level: `vary · expected + (day · expected)²`. */
export interface Spread {
  vary: number;
  day: number;
}

export interface RestOfDay {
  /** First interval that is still to come whole. */
  from: number;
  /** By interval of the day, those before `from` as the morning told them. */
  expected: number[];
  low: number[];
  high: number[];
  /** Calls from `from` on, and what the morning had told of them. */
  rest: { expected: number; low: number; high: number; morning: number };
  /** The next interval's level beside the morning's, 1: as told. */
  level: number;
}

/**
 * Minutes after which what came counts half, and how much more the level of some hours moves than that of the whole day.
 * Both found on the weeks of bank_calls before August (docs/forecasting.md).
 */
const HALF_LIFE = 75;
const LIVELIER = 1.5;
/** A day's level is never believed to be better or worse known than this. */
const LEAST_DAY = 0.02;
const MOST_DAY = 0.6;
const LEAST_VARY = 0.5;

/**
 * `calls` by interval: null where nobody knows (to come, running, a gap). With nothing known it is the morning's forecast.
 * @param options.from first interval that is still to come
 */
export function restOfDay(
  morning: Morning,
  calls: readonly (number | null)[],
  options: { from: number; halfLife?: number; spread?: Spread },
): RestOfDay {
  const { from, halfLife = HALF_LIFE } = options;
  const { expected } = morning;
  const z = normalQuantile((1 + morning.level) / 2);
  const spread = options.spread ?? spreadOf(morning);
  const { came, told } = learnt(morning, calls, { from, halfLife, vary: spread.vary });
  const known = came > 0 || told > 0;
  const day = LIVELIER * spread.day;
  const prior = 1 / day ** 2;
  const fade = (ahead: number) => 0.5 ** (ahead * morning.step / halfLife);
  const at = (slot: number) => {
    const fades = fade(slot - from);
    const shape = prior + fades * came, rate = prior + fades * told;
    return { mean: shape / rate, variance: shape / rate ** 2 };
  };
  const later = expected.map((mean, slot) => {
    if (slot < from || !known) return { mean, low: morning.low[slot], high: morning.high[slot], level: day };
    const { mean: level, variance } = at(slot);
    const side = z * Math.sqrt(spread.vary * mean * level + mean ** 2 * variance);
    return {
      mean: mean * level,
      low: Math.max(0, mean * level - side),
      high: mean * level + side,
      level: Math.sqrt(variance),
    };
  });
  return {
    from,
    expected: later.map(({ mean }) => mean),
    low: later.map(({ low }) => low),
    high: later.map(({ high }) => high),
    rest: sumOf(later.slice(from), { z, spread, morning: expected.slice(from) }),
    level: known && from < expected.length ? at(from).mean : 1,
  };
}

/** A day as it was told: its calls together, with their interval. */
export function wholeDay(morning: Morning): { expected: number; low: number; high: number } {
  const spread = spreadOf(morning);
  const later = morning.expected.map((mean) => ({ mean, level: spread.day }));
  const { expected, low, high } = sumOf(later, {
    z: normalQuantile((1 + morning.level) / 2),
    spread,
    morning: morning.expected,
  });
  return { expected, low, high };
}

/** What came and what was told, faded, in calls that count as Poisson's. */
function learnt(
  { step, expected }: Morning,
  calls: readonly (number | null)[],
  { from, halfLife, vary }: { from: number; halfLife: number; vary: number },
): { came: number; told: number } {
  let came = 0, told = 0;
  for (let slot = 0; slot < from; slot++) {
    const call = calls[slot];
    if (call === null || call === undefined || !Number.isFinite(call)) continue;
    const fades = 0.5 ** ((from - 1 - slot) * step / halfLife);
    came += fades * call / vary;
    told += fades * expected[slot] / vary;
  }
  return { came, told };
}

/** All intervals together: their luck adds by squares, the level's doubt adds whole, as they share it. */
function sumOf(
  later: readonly { mean: number; level: number }[],
  { z, spread, morning }: { z: number; spread: Spread; morning: readonly number[] },
): RestOfDay["rest"] {
  const expected = later.reduce((sum, { mean }) => sum + mean, 0);
  const shared = later.reduce((sum, { level }, n) => sum + level * morning[n], 0);
  const side = z * Math.sqrt(spread.vary * expected + shared ** 2);
  return {
    expected,
    low: Math.max(0, expected - side),
    high: expected + side,
    morning: morning.reduce((sum, one) => sum + one, 0),
  };
}

/** Luck and level behind a forecast's interval: its squared half-widths, by least squares on calls and their squares. */
export function spreadOf({ level, expected, low, high }: Morning): Spread {
  const z = normalQuantile((1 + level) / 2);
  let aa = 0, ab = 0, bb = 0, ay = 0, by = 0;
  for (const [slot, mean] of expected.entries()) {
    if (!(mean > 0)) continue;
    const y = ((high[slot] - low[slot]) / 2 / z) ** 2;
    // By the size of what is told, so that the busiest interval does not decide alone.
    const weight = 1 / (mean * mean);
    const a = mean, b = mean * mean;
    aa += weight * a * a;
    ab += weight * a * b;
    bb += weight * b * b;
    ay += weight * a * y;
    by += weight * b * y;
  }
  const det = aa * bb - ab * ab;
  let vary = 1, square = 0.06 ** 2;
  if (det > 1e-9 * aa * bb) {
    vary = (ay * bb - by * ab) / det;
    square = (by * aa - ay * ab) / det;
    if (square < 0) [vary, square] = [ay / aa, 0];
    if (vary < LEAST_VARY) [vary, square] = [LEAST_VARY, (by - LEAST_VARY * ab) / bb];
  } else if (bb > 0) square = Math.max(0, (by - ab) / bb);
  return {
    vary: Math.max(LEAST_VARY, finite(vary, 1)),
    day: Math.min(MOST_DAY, Math.max(LEAST_DAY, Math.sqrt(Math.max(0, finite(square, 0.06 ** 2))))),
  };
}

const finite = (value: number, otherwise: number) => Number.isFinite(value) ? value : otherwise;
