/**
 * The baseline that trees have to beat: logistic regression with a ridge, on shares of rank for numbers and on values of
 * categories, by Newton's steps. Pure.
 */
import { cholesky, solveUpper } from "@/ml/volume/cholesky.ts";
import type { Bins } from "@/ml/scores/features.ts";
import { input, inputs, layout } from "@/ml/scores/inputs.ts";
import { sigmoid } from "@/ml/scores/boost.ts";

/** One weight by input (inputs.ts). */
export type Logistic = Float64Array;

/** Fits the weights; `ridge` pulls all but the constant to zero. */
export function fitLogistic(bins: Bins, outcome: Uint8Array, { ridge = 2 }: { ridge?: number } = {}): Logistic {
  const { starts, size } = layout(bins);
  const weights = new Float64Array(size);
  for (let step = 0; step < 8; step++) {
    const gradient = weights.map((weight, n) => n === 0 ? 0 : ridge * weight);
    const curve = Array.from({ length: size }, (_, n) => {
      const row = new Float64Array(size);
      row[n] = n === 0 ? 1e-9 : ridge;
      return row;
    });
    for (let row = 0; row < bins.rows; row++) {
      const cells = inputs(bins, row, starts);
      const p = sigmoid(dot(weights, cells));
      for (const [i, x] of cells) {
        gradient[i] += (p - outcome[row]) * x;
        for (const [j, y] of cells) curve[i][j] += p * (1 - p) * x * y;
      }
    }
    const lower = cholesky(curve);
    const move = solveUpper(lower, solveLower(lower, gradient));
    let longest = 0;
    for (let n = 0; n < size; n++) {
      weights[n] -= move[n];
      longest = Math.max(longest, Math.abs(move[n]));
    }
    if (longest < 1e-6) break;
  }
  return weights;
}

/** Log-odds of all rows. */
export function logisticOdds(weights: Logistic, bins: Bins): Float64Array {
  const { starts } = layout(bins);
  return Float64Array.from({ length: bins.rows }, (_, row) => dot(weights, inputs(bins, row, starts)));
}

/**
 * What each feature of a row added, beside what it adds on average (`means`, of the rows that were learnt from; without
 * them those of these rows). rest + the sum of effects = the log-odds.
 */
export function logisticEffects(
  weights: Logistic,
  bins: Bins,
  { row, means }: { row?: number; means?: readonly number[] } = {},
): { rest: number; effects: Float64Array; means: number[] } {
  const { starts } = layout(bins);
  const part = (at: number, feature: number) => {
    const [index, value] = input(bins, { row: at, feature, start: starts[feature] });
    return weights[index] * value;
  };
  const usual = means ? [...means] : starts.map((_, feature) => {
    let sum = 0;
    for (let at = 0; at < bins.rows; at++) sum += part(at, feature);
    return bins.rows === 0 ? 0 : sum / bins.rows;
  });
  const effects = Float64Array.from(usual, (mean, feature) => row === undefined ? 0 : part(row, feature) - mean);
  return { rest: weights[0] + usual.reduce((sum, mean) => sum + mean, 0), effects, means: usual };
}

function dot(weights: Float64Array, cells: readonly [number, number][]): number {
  return cells.reduce((sum, [index, value]) => sum + weights[index] * value, 0);
}

function solveLower(lower: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i][k] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}
