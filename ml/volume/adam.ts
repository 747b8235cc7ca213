/**
 * Adam (Kingma and Ba 2015) on plain numbers: networks of some hundred parameters spend more on an optimizer's small
 * kernels and on the tape of gradients than on the sums themselves. Pure but for the parameters, which it moves.
 */
export class Adam {
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  #steps = 0;

  constructor(readonly size: number, readonly rate: number) {
    this.#mean = new Float64Array(size);
    this.#square = new Float64Array(size);
  }

  /** One step of `at` against the slope. */
  step(at: Float64Array, slope: ArrayLike<number>): void {
    this.#steps++;
    const first = 1 - BETA1 ** this.#steps, second = 1 - BETA2 ** this.#steps;
    for (let n = 0; n < this.size; n++) {
      this.#mean[n] += (1 - BETA1) * (slope[n] - this.#mean[n]);
      this.#square[n] += (1 - BETA2) * (slope[n] ** 2 - this.#square[n]);
      at[n] -= this.rate * this.#mean[n] / first / (Math.sqrt(this.#square[n] / second) + TINY);
    }
  }
}

const BETA1 = 0.9;
const BETA2 = 0.99;
const TINY = 1e-7;
