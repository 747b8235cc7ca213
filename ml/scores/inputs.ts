/** Bins as the numbers that linear models and networks take: of a number its rank from -1 to 1, of a category one a value. */
import { type Bins, binsOf } from "@/ml/scores/features.ts";

export interface Layout {
  /** First input of each feature. */
  starts: number[];
  /** Number of inputs; the first is the constant. */
  size: number;
}

/** The constant, then by feature: of a number its rank and its being unknown, of a category each bin. */
export function layout(bins: Pick<Bins, "features">): Layout {
  let size = 1;
  const starts = bins.features.map((feature) => {
    const start = size;
    size += feature.kind === "number" ? 2 : binsOf(feature);
    return start;
  });
  return { starts, size };
}

/** Inputs of a row that are not zero. */
export function inputs(bins: Bins, row: number, starts: readonly number[]): [index: number, value: number][] {
  const cells: [number, number][] = [[0, 1]];
  bins.features.forEach((_, n) => cells.push(input(bins, { row, feature: n, start: starts[n] })));
  return cells;
}

/** The one input of a feature that a row has. */
export function input(
  bins: Bins,
  { row, feature: n, start }: { row: number; feature: number; start: number },
): [index: number, value: number] {
  const feature = bins.features[n], bin = bins.columns[n][row];
  if (feature.kind === "category") return [start + bin, 1];
  return bin === 0 ? [start + 1, 1] : [start, 2 * bin / (binsOf(feature) - 1) - 1];
}
