/**
 * Makes scores mean what they say: of a hundred records at 30 %, thirty are won. By beta calibration (Kull, Silva Filho and
 * Flach 2017), a line in log-odds (Platt 1999) whose two ends may bend apart: three numbers, which follow no chance, where
 * an isotonic curve learnt the noise of a thousand records. Platt's targets keep it from overconfidence. Learnt on
 * out-of-fold scores only. Pure.
 */
import { sigmoid } from "@/ml/scores/boost.ts";
import { cholesky, solveUpper } from "@/ml/volume/cholesky.ts";

/** Calibrated log-odds = won × ln p − lost × ln(1 − p) + shift; a line when both are the same. Neither is below zero. */
export interface Calibration {
  won: number;
  lost: number;
  shift: number;
}

/** Two ends need enough records, or they follow chance. */
const ENOUGH = 1_000;
/** Pull of both to 1: the scores as they are. */
const RIDGE = 1;

/** Calibration of out-of-fold log-odds by their outcomes (1 is won). */
export function calibrate(odds: ArrayLike<number>, outcome: Uint8Array): Calibration {
  const straight = line(odds, outcome);
  return outcome.length < ENOUGH ? straight : bent(odds, outcome, straight);
}

/** Calibrated log-odds; never falls where the log-odds rise. */
export function calibrated({ won, lost, shift }: Calibration, odds: number): number {
  return lost * softplus(odds) - won * softplus(-odds) + shift;
}

/** ln(1 + e^x), without overflow: −ln(1 − p) of log-odds x. */
const softplus = (x: number) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));

/** Outcomes as Platt wants them: a record that was won is no certainty. */
function targets(outcome: Uint8Array): { high: number; low: number } {
  const yes = outcome.reduce((sum, one) => sum + one, 0);
  return { high: (yes + 1) / (yes + 2), low: 1 / (outcome.length - yes + 2) };
}

/** Newton's steps from the line; the line itself when an end would turn the order. */
function bent(odds: ArrayLike<number>, outcome: Uint8Array, from: Calibration): Calibration {
  const { high, low } = targets(outcome);
  let { won, lost, shift } = from;
  for (let step = 0; step < 25; step++) {
    const gradient = [RIDGE * (won - 1), RIDGE * (lost - 1), 0];
    const curve = [[RIDGE, 0, 0], [0, RIDGE, 0], [0, 0, 1e-6]].map((row) => Float64Array.from(row));
    for (let n = 0; n < outcome.length; n++) {
      const cells = [-softplus(-odds[n]), softplus(odds[n]), 1];
      const p = sigmoid(won * cells[0] + lost * cells[1] + shift), off = p - (outcome[n] ? high : low);
      for (let i = 0; i < 3; i++) {
        gradient[i] += off * cells[i];
        for (let j = 0; j < 3; j++) curve[i][j] += p * (1 - p) * cells[i] * cells[j];
      }
    }
    const move = solve(curve, gradient);
    const longest = Math.max(...move.map(Math.abs));
    if (!Number.isFinite(longest)) return from;
    const part = Math.min(1, 1 / longest);
    [won, lost, shift] = [won - part * move[0], lost - part * move[1], shift - part * move[2]];
    if (longest < 1e-8) break;
  }
  return won < 0 || lost < 0 ? from : { won, lost, shift };
}

function solve(curve: Float64Array[], gradient: number[]): Float64Array {
  const lower = cholesky(curve);
  const x = Float64Array.from(gradient);
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i][k] * x[k];
    x[i] /= lower[i][i];
  }
  return solveUpper(lower, x);
}

/** The line that makes these log-odds likeliest. The slope is never negative: calibration must not turn the order. */
function line(odds: ArrayLike<number>, outcome: Uint8Array): Calibration {
  const { high, low } = targets(outcome);
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
  return { won: slope, lost: slope, shift };
}
