/** The lines a person sees while the product starts: one a step, with how long it took. */

/** Writes `text` as a line of its own; a following line tells how long the step before took. */
export class Steps {
  #last: { text: string; at: number } | null = null;
  readonly #began = performance.now();

  constructor(readonly write: (line: string) => void = (line) => console.log(line)) {}

  step(text: string): void {
    this.#finish();
    this.#last = { text, at: performance.now() };
  }

  /** Ends the last step; returns the whole time in seconds. */
  done(): number {
    this.#finish();
    return (performance.now() - this.#began) / 1000;
  }

  #finish(): void {
    if (!this.#last) return;
    const seconds = ((performance.now() - this.#last.at) / 1000).toFixed(1);
    this.write(`  ✓ ${this.#last.text.padEnd(44)} ${seconds.padStart(5)} s`);
    this.#last = null;
  }
}
