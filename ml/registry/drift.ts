/** Whether a champion still holds on what came since: the last days beside what its back-test had led to expect. Pure. */
import type { FrozenScore } from "@/ml/registry/ports.ts";
import type { Drift } from "@/ml/registry/types.ts";
import { auc } from "@/ml/scores/metrics.ts";

/** Error and calls of one day. */
export interface DayError {
  /** Sum over the intervals of told less come, without sign. */
  error: number;
  calls: number;
}

/** Open days that are looked at. */
export const DRIFT_DAYS = 14;
const FEWEST_DAYS = 5;
const ROUNDS = 400;
/** Beyond chance by this much is an alarm: the back-test's weeks are not all weeks. */
const MARGIN = 1.1;

/**
 * WAPE of the last days against that of as many days drawn from the back-test: `watch` above 97.5 of 100 of them, an alarm
 * a tenth above that.
 */
export function volumeDrift(
  seen: readonly DayError[],
  options: { backTest: readonly DayError[]; at: string },
): Drift {
  const { backTest, at } = options;
  const last = seen.slice(-DRIFT_DAYS);
  const [figure, expected] = [wapeOf(last), wapeOf(backTest)];
  const none: Drift = { at, state: "too-little", figure, expected, bound: null, seen: last.length };
  if (last.length < FEWEST_DAYS || backTest.length < FEWEST_DAYS || figure === null || expected === null) return none;
  const random = mulberry(backTest.length * 7919 + last.length);
  const drawn = Array.from(
    { length: ROUNDS },
    () => wapeOf(last.map(() => backTest[Math.floor(random() * backTest.length)])) ?? expected,
  ).sort((a, b) => a - b);
  const high = drawn[Math.floor(0.975 * ROUNDS)];
  const bound = high * MARGIN;
  return { ...none, state: figure > bound ? "drifted" : figure > high ? "watch" : "holds", bound };
}

const FEWEST_RECORDS = 100;
const FEWEST_OF_EACH = 15;
/** AUC below what chance explains by this much is an alarm. */
const AUC_MARGIN = 0.03;

/** AUC of scores that were told before the outcome, with its standard error by Hanley and McNeil (1982). */
export function scoreDrift(
  seen: readonly FrozenScore[],
  options: { expected: number | null; at: string },
): Drift {
  const { expected, at } = options;
  const won = seen.filter((one) => one.won).length;
  const lost = seen.length - won;
  const none: Drift = { at, state: "too-little", figure: null, expected, bound: null, seen: seen.length };
  if (seen.length < FEWEST_RECORDS || Math.min(won, lost) < FEWEST_OF_EACH || expected === null) return none;
  const figure = auc(seen.map(({ told }) => told), Uint8Array.from(seen, (one) => one.won ? 1 : 0));
  if (!Number.isFinite(figure)) return none;
  const chance = 1.96 * hanley(expected, { won, lost });
  const bound = expected - chance - AUC_MARGIN;
  const state = figure < bound ? "drifted" : figure < expected - chance ? "watch" : "holds";
  return { ...none, state, figure, bound };
}

function hanley(area: number, { won, lost }: { won: number; lost: number }): number {
  const q1 = area / (2 - area);
  const q2 = 2 * area ** 2 / (1 + area);
  const variance = (area * (1 - area) + (won - 1) * (q1 - area ** 2) + (lost - 1) * (q2 - area ** 2)) / (won * lost);
  return Math.sqrt(Math.max(0, variance));
}

function wapeOf(days: readonly DayError[]): number | null {
  let [error, calls] = [0, 0];
  for (const day of days) [error, calls] = [error + day.error, calls + day.calls];
  return calls > 0 ? error / calls : null;
}

/** The same draws each night: an alarm must not come and go by the dice. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4_294_967_296;
  };
}
