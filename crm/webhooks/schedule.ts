/** When a delivery is tried again, and when a webhook is left alone. Pure. */

const FIRST_MS = 10_000;
const LONGEST_MS = 6 * 3_600_000;
/** Ten seconds, then three times as long after each failure up to six hours: about 21 hours in all. */
export const MOST_ATTEMPTS = 11;
const JITTER = 0.2;

/** A webhook that has only failed for so long is switched off. */
export const GIVE_UP_MS = 3 * 86_400_000;

/**
 * Pause before the next try, ms; null: there is none.
 * @param attempts tries made so far, at least 1
 * @param random uniform in [0, 1)
 */
export function pauseAfter(attempts: number, random: number): number | null {
  if (attempts >= MOST_ATTEMPTS) return null;
  const pause = Math.min(FIRST_MS * 3 ** (attempts - 1), LONGEST_MS);
  return Math.round(pause * (1 + JITTER * (2 * random - 1)));
}

/** A receiver that is down is left alone as a whole: thousands of deliveries would each wait for its time limit. */
export function pauseOfAll(failuresInARow: number): number {
  return Math.min(5_000 * 2 ** (failuresInARow - 1), 600_000);
}

/** Whether an event's type is one of the patterns: `lead.created`, `lead.*`, `*`. */
export function matches(type: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern === "*" || pattern === type || (pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1)))
  );
}
