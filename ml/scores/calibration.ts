/**
 * Makes scores mean what they say: of a hundred records at 30 %, thirty are won. Halfway, in log-odds, between a line
 * (Platt 1999, with his targets against overconfidence), which keeps the order strictly, and the isotonic curve (Zadrozny
 * and Elkan 2002), which mends the ends that no line reaches. Learnt on out-of-fold scores only. Pure.
 */
import { sigmoid } from "@/ml/scores/boost.ts";

export interface Line {
  /** Calibrated log-odds = slope × log-odds + shift. */
  slope: number;
  shift: number;
}

export interface Calibration extends Line {
  /** Of the isotonic curve: log-odds and what they should be, both rising; empty for few records. */
  knots: [odds: number, calibrated: number][];
}

/** A curve needs enough records, or it follows chance. */
const ENOUGH = 1_000;

/** Calibration of out-of-fold log-odds by their outcomes (1 is won). */
export function calibrate(odds: ArrayLike<number>, outcome: Uint8Array): Calibration {
  return { ...line(odds, outcome), knots: outcome.length < ENOUGH ? [] : isotonic(odds, outcome) };
}

/** Calibrated log-odds; never falls where the log-odds rise. */
export function calibrated({ slope, shift, knots }: Calibration, odds: number): number {
  const straight = slope * odds + shift;
  if (knots.length === 0) return straight;
  const next = knots.findIndex(([at]) => at >= odds);
  if (next < 0) return (straight + knots[knots.length - 1][1]) / 2;
  if (next === 0) return (straight + knots[0][1]) / 2;
  const [from, low] = knots[next - 1], [to, high] = knots[next];
  return (straight + low + (high - low) * (odds - from) / (to - from)) / 2;
}

/** Pools neighbours that fall until none does; one knot in the middle of each pool. */
function isotonic(odds: ArrayLike<number>, outcome: Uint8Array): [number, number][] {
  const order = Uint32Array.from(outcome, (_, n) => n).sort((a, b) => odds[a] - odds[b] || a - b);
  const pools: { count: number; won: number; sum: number }[] = [];
  for (const row of order) {
    let pool = { count: 1, won: outcome[row], sum: odds[row] };
    for (let last = pools[pools.length - 1]; last; last = pools[pools.length - 1]) {
      if (last.won / last.count < pool.won / pool.count && last.sum / last.count < pool.sum / pool.count) break;
      pools.pop();
      pool = { count: last.count + pool.count, won: last.won + pool.won, sum: last.sum + pool.sum };
    }
    pools.push(pool);
  }
  let least = -Infinity;
  return pools.map(({ count, won, sum }) => {
    least = Math.max(least, Math.log((won + 0.5) / (count - won + 0.5)));
    return [sum / count, least];
  });
}

/** The line that makes these log-odds likeliest. The slope is never negative: calibration must not turn the order. */
function line(odds: ArrayLike<number>, outcome: Uint8Array): Line {
  const yes = outcome.reduce((sum, one) => sum + one, 0);
  const high = (yes + 1) / (yes + 2), low = 1 / (outcome.length - yes + 2);
  let slope = 1, shift = 0;
  for (let step = 0; step < 25; step++) {
    let ga = 0, gb = 0, haa = 1e-6, hab = 0, hbb = 1e-6;
    for (let n = 0; n < outcome.length; n++) {
      const p = sigmoid(slope * odds[n] + shift), w = p * (1 - p), off = p - (outcome[n] ? high : low);
      ga += off * odds[n];
      gb += off;
      haa += w * odds[n] * odds[n];
      hab += w * odds[n];
      hbb += w;
    }
    const det = haa * hbb - hab * hab;
    if (!(det > 1e-12)) break;
    const da = (hbb * ga - hab * gb) / det, db = (haa * gb - hab * ga) / det;
    slope = Math.min(5, Math.max(0, slope - Math.max(-1, Math.min(1, da))));
    shift -= Math.max(-2, Math.min(2, db));
    if (Math.abs(da) + Math.abs(db) < 1e-9) break;
  }
  return { slope, shift };
}
