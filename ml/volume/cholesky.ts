/** Cholesky factors and triangular solutions of small dense matrices. Pure. */

/**
 * Lower factor of a symmetric positive matrix; what rounding makes negative is a tiny positive number.
 * @param known the factor of the matrix's upper left corner, which is the beginning of this one
 */
export function cholesky(matrix: readonly Float64Array[], known: readonly Float64Array[] = []): Float64Array[] {
  const size = matrix.length;
  const lower = Array.from({ length: size }, (_, n) => {
    const row = new Float64Array(size);
    if (n < known.length) row.set(known[n]);
    return row;
  });
  for (let i = known.length; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
      lower[i][j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[j][j];
    }
  }
  return lower;
}

/** x of `Lᵀ x = b`. */
export function solveUpper(lower: readonly Float64Array[], b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i] -= lower[k][i] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}
