/**
 * The frame of end-to-end suites: named steps with a time limit, cleaning up in any case, and a last line
 * `N passed, N failed`. A suite is a program of its own: `await suite("ari", async (t) => { await t.step(…) })`.
 */

export interface Suite {
  /** Runs one step; a failure is reported and the suite goes on. @returns whether it passed */
  step(name: string, work: () => Promise<void> | void, options?: { timeoutMs?: number }): Promise<boolean>;
  /** Undone at the end, the last first, whatever happened. */
  cleanUp(undo: () => unknown): void;
  /** A measured fact, printed with the results. */
  fact(text: string): void;
  /** Says what could not be tried here; counts as a failure, because nothing is skipped silently. */
  missing(what: string): void;
}

/** Runs the suite, prints the summary and ends the process: 0 only when something ran and nothing failed. */
export async function suite(name: string, work: (suite: Suite) => Promise<void>): Promise<never> {
  const undo: (() => unknown)[] = [];
  let [passed, failed] = [0, 0];
  const fail = (what: string, error: unknown) => {
    failed++;
    console.log(`✗ ${what}\n    ${describe(error).replaceAll("\n", "\n    ")}`);
  };
  console.log(`# ${name}`);
  try {
    await work({
      step: async (what, run, { timeoutMs = 30_000 } = {}) => {
        const started = performance.now();
        try {
          await within(timeoutMs, what, Promise.resolve().then(run));
          passed++;
          console.log(`✓ ${what} (${Math.round(performance.now() - started)} ms)`);
          return true;
        } catch (error) {
          fail(what, error);
          return false;
        }
      },
      cleanUp: (how) => undo.push(how),
      fact: (text) => console.log(`  · ${text}`),
      missing: (what) => fail(`not tried: ${what}`, "it is missing on this machine"),
    });
  } catch (error) {
    fail(`${name} stopped`, error);
  }
  for (const how of undo.reverse()) {
    try {
      await within(15_000, "cleaning up", Promise.resolve(how()));
    } catch (error) {
      console.log(`  · cleaning up: ${describe(error)}`);
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  Deno.exit(failed === 0 && passed > 0 ? 0 : 1);
}

/** @throws when the work is not done in time */
export async function within<T>(timeoutMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until `look` gives something other than false, null or undefined. @throws in time, saying what was awaited */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 25 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) return found as NonNullable<Exclude<T, false>>;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
