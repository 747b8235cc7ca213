/**
 * The baseline that trees have to beat: logistic regression with a ridge, on shares of rank for numbers and on values of
 * categories, by Newton's steps. Pure.
 */
import { cholesky, solveUpper } from "@/ml/volume/cholesky.ts";
import { type Bins, binsOf } from "@/ml/scores/features.ts";
import { sigmoid } from "@/ml/scores/boost.ts";

/** One weight for the constant, then by feature: of a number its slope and its being unknown, of a category each bin. */
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

function layout(bins: Bins): { starts: number[]; size: number } {
  let size = 1;
  const starts = bins.features.map((feature) => {
    const start = size;
    size += feature.kind === "number" ? 2 : binsOf(feature);
    return start;
  });
  return { starts, size };
}

function inputs(bins: Bins, row: number, starts: readonly number[]): [index: number, value: number][] {
  const cells: [number, number][] = [[0, 1]];
  bins.features.forEach((feature, n) => {
    const bin = bins.columns[n][row];
    if (feature.kind === "category") cells.push([starts[n] + bin, 1]);
    else if (bin === 0) cells.push([starts[n] + 1, 1]);
    else cells.push([starts[n], 2 * bin / (binsOf(feature) - 1) - 1]);
  });
  return cells;
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
