/** Is there anything to learn? A score that is a coin in disguise does harm, so it is refused. Pure. */
import type { Random } from "@/actors/runtime/types.ts";
import { auc, aucInterval } from "@/ml/scores/metrics.ts";

export interface Signal {
  there: boolean;
  /** AUC out of fold, and where it lies in 95 of 100 other samples (bootstrap). */
  auc: number;
  low: number;
  high: number;
  /** The same of records that came after all that was learnt from. */
  ahead: { auc: number; low: number; high: number };
}

export interface Scored {
  scores: ArrayLike<number>;
  outcome: Uint8Array;
}

/** What the AUC has to reach: below it, work sorted by the score is hardly better than work at random. */
export const LEAST_AUC = 0.54;

/**
 * There is a signal when the lower end of the AUC out of fold reaches `least`, and when the past tells the future: what
 * only sets old records apart (deals begun lately are not lost yet) is worth nothing tomorrow. `ahead` was scored by what
 * was learnt from earlier records alone.
 */
export function signalOf(
  { scores, outcome }: Scored,
  { ahead, random, least = LEAST_AUC }: { ahead: Scored; random: Random; least?: number },
): Signal {
  const now = { auc: auc(scores, outcome), ...aucInterval(scores, outcome, { random }) };
  const next = { auc: auc(ahead.scores, ahead.outcome), ...aucInterval(ahead.scores, ahead.outcome, { random }) };
  return { there: now.low >= least && next.auc >= least && next.low > 0.5, ...now, ahead: next };
}
