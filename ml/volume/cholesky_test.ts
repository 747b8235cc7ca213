/** Days and courses are drawn from these factors: a wrong one bends every forecast a little, where nobody looks. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { cholesky, solveUpper } from "@/ml/volume/cholesky.ts";

/** A·Aᵀ + 1: symmetric and positive. */
const matrices = fc.integer({ min: 1, max: 8 }).chain((size) =>
  fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: size, maxLength: size }), {
    minLength: size,
    maxLength: size,
  })
).map((a) =>
  a.map((row, i) =>
    Float64Array.from(a, (other, j) => row.reduce((sum, one, k) => sum + one * other[k], i === j ? 1 : 0))
  )
);

Deno.test("the factor times itself is the matrix", () => {
  fc.assert(fc.property(matrices, (matrix) => {
    const lower = cholesky(matrix);
    matrix.forEach((row, i) =>
      row.forEach((value, j) => {
        const product = lower[i].reduce((sum, one, k) => sum + one * lower[j][k], 0);
        assert.ok(Math.abs(product - value) < 1e-7, `${product} is not ${value}`);
      })
    );
  }));
});

Deno.test("a factor that grows with its history is the factor of the whole, to the last digit", () => {
  fc.assert(fc.property(matrices, fc.nat(8), (matrix, part) => {
    const corner = matrix.slice(0, part).map((row) => row.slice(0, part));
    assert.deepEqual(cholesky(matrix, cholesky(corner)), cholesky(matrix));
  }));
});

Deno.test("solving undoes the product with the factor's other side", () => {
  fc.assert(fc.property(matrices, (matrix) => {
    const lower = cholesky(matrix);
    const x = matrix.map((_, n) => n - 2);
    const b = x.map((_, i) => x.reduce((sum, one, k) => sum + lower[k][i] * one, 0));
    solveUpper(lower, b).forEach((one, n) => assert.ok(Math.abs(one - x[n]) < 1e-6));
  }));
});

Deno.test("two days that are one and the same make no NaN", () => {
  const twins = [Float64Array.of(1, 1), Float64Array.of(1, 1)];
  assert.ok(cholesky(twins).flatMap((row) => [...row]).every(Number.isFinite));
});
