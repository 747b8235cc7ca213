/**
 * Makes scores mean what they say: of a hundred records at 30 %, thirty are won. A line over log-odds (Platt 1999, with his
 * targets against overconfidence), so that reasons in log-odds stay exact. Learnt on out-of-fold scores only. Pure.
 */
import { sigmoid } from "@/ml/scores/boost.ts";

export interface Calibration {
  /** Calibrated log-odds = slope × log-odds + shift. */
  slope: number;
  shift: number;
}

/** The line that makes these log-odds likeliest. The slope is never negative: calibration must not turn the order. */
export function calibrate(odds: ArrayLike<number>, outcome: Uint8Array): Calibration {
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
