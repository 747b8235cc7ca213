/** Parts to learn on and parts to be tested on. Rows stand in the order of time. Pure. */

export interface Fold {
  train: number[];
  test: number[];
}

/** Folds that each span all of the time: row n is tested in fold n mod `count`. */
export function folds(rows: number, count = 5): Fold[] {
  const all = Array.from({ length: rows }, (_, row) => row);
  return Array.from({ length: Math.min(count, rows) }, (_, fold) => ({
    train: all.filter((row) => row % count !== fold),
    test: all.filter((row) => row % count === fold),
  }));
}

/** Folds that learn from the past alone: the first half and what follows it, tested on the next part each. */
export function timeFolds(rows: number, count = 5): Fold[] {
  const all = Array.from({ length: rows }, (_, row) => row);
  const edge = (n: number) => Math.floor(rows * (1 + n / count) / 2);
  return Array.from({ length: count }, (_, n) => ({
    train: all.slice(0, edge(n)),
    test: all.slice(edge(n), edge(n + 1)),
  }));
}

/** Out-of-fold scores: what `score` says of each tested row after learning from the fold's other rows; NaN if none does. */
export async function outOfFold(
  rows: number,
  parts: readonly Fold[],
  score: (fold: Fold) => ArrayLike<number> | Promise<ArrayLike<number>>,
): Promise<Float64Array> {
  const told = new Float64Array(rows).fill(NaN);
  for (const fold of parts) {
    const scores = await score(fold);
    fold.test.forEach((row, n) => told[row] = scores[n]);
  }
  return told;
}
