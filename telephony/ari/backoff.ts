/** Growing, jittered pauses between attempts, so that a returning Asterisk is not met by everybody at once. */
import type { Random } from "@/actors/runtime/types.ts";

export class Backoff {
  #attempt = 0;

  constructor(readonly random: Random, readonly firstMs = 200, readonly mostMs = 5_000) {}

  /** Between half of the step and the whole; the step doubles from `firstMs` up to `mostMs`. Never under `firstMs`. */
  next(): number {
    const step = Math.min(this.mostMs, this.firstMs * 2 ** Math.min(this.#attempt++, 20));
    return Math.max(this.firstMs, step * (0.5 + this.random() / 2));
  }

  reset(): void {
    this.#attempt = 0;
  }
}
