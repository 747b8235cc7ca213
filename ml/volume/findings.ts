/** What is found in rows of calls, in codes that have words. Pure. */

export interface Finding {
  code:
    | "duplicates"
    | "negative"
    | "huge"
    | "gaps"
    | "off-grid"
    | "closed-days"
    | "partial-days"
    | "unlike-days"
    /** Times that are none. */
    | "unreadable"
    /** Days years away from all others: a slip of the pen. */
    | "far-days"
    /** The file has no zeros where there must be some: they were left out, and are put back. */
    | "zeros-left-out";
  count: number;
  /** Days or times, some of them. */
  examples: string[];
}

const EXAMPLES = 5;

/** Findings by their code, in the order in which they were met. */
export class Notes {
  readonly #found = new Map<Finding["code"], Finding>();
  add(code: Finding["code"], examples: readonly string[]): void {
    if (examples.length === 0) return;
    const found = this.#found.get(code) ?? { code, count: 0, examples: [] };
    this.#found.set(code, found);
    found.count += examples.length;
    found.examples.push(...examples.slice(0, EXAMPLES - found.examples.length));
  }
  all(): Finding[] {
    return [...this.#found.values()];
  }
}
