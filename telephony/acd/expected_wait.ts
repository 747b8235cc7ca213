/**
 * Honest expected wait from what the queue itself has just lived through.
 *
 * Estimator: queue length times the measured time between answers. While somebody keeps waiting, each gap between two
 * answers is multiplied by the agents who served (agent-milliseconds per answer); the mean of the last of these,
 * divided by the agents serving now, is the expected gap. A caller at position p waits for p gaps, a gamma-like sum;
 * its spread also carries that the mean comes from n gaps only: shape 1/(1/p + 1/n). This is the queue-length
 * estimator QL of Ibrahim & Whitt ("Real-time delay estimation based on delay history", M&SOM 11(3), 2009, where the
 * delay-history estimators LES and HOL are the fallback for an unknown rate), with the service rate measured instead
 * of assumed, so that it holds for non-exponential talk times and follows agents who come and go. It takes no account
 * of callers ahead who give up, so it errs on the long side. Unknown stays unknown: fewer than five fresh gaps give
 * null, never a made-up figure.
 */

const KEPT = 30;
const NEEDED = 5;
/** Older gaps say nothing about the present staff and calls. */
const FRESH_MS = 45 * 60_000;

export interface AnswerHistory {
  /** [when, agent-milliseconds per answer], oldest first. */
  gaps: [at: number, agentMs: number][];
  /** Last answer, while the line has not been empty since; null otherwise. */
  lastAt: number | null;
}

export const NO_HISTORY: AnswerHistory = { gaps: [], lastAt: null };

export interface WaitEstimate {
  meanMs: number;
  /** 10th, 80th and 90th percentile. */
  lowMs: number;
  likelyMs: number;
  highMs: number;
}

/** Records an answer. `serving`: members at work (ready, ringing, talking, in wrap-up); `waiting`: still in the line. */
export function noteAnswer(
  history: AnswerHistory,
  answer: { at: number; serving: number; waiting: number },
): AnswerHistory {
  const lastAt = answer.waiting > 0 ? answer.at : null;
  if (history.lastAt === null || answer.serving <= 0) return { gaps: history.gaps, lastAt };
  const agentMs = Math.max(0, answer.at - history.lastAt) * answer.serving;
  return { gaps: [...history.gaps.slice(-(KEPT - 1)), [answer.at, agentMs]], lastAt };
}

/** The line ran empty: the next gap would measure a lack of callers, not the speed of answers. */
export function noteLineEmpty(history: AnswerHistory): AnswerHistory {
  return history.lastAt === null ? history : { gaps: history.gaps, lastAt: null };
}

/** Expected wait of the caller at `position` (1 is next), or null when nothing is known. */
export function expectedWait(
  history: AnswerHistory,
  given: { position: number; serving: number; now: number },
): WaitEstimate | null {
  if (given.serving <= 0) return null;
  let sum = 0;
  let count = 0;
  for (const [at, agentMs] of history.gaps) {
    if (given.now - at > FRESH_MS) continue;
    sum += agentMs;
    count++;
  }
  if (count < NEEDED) return null;
  const meanMs = (sum / count / given.serving) * given.position;
  const shape = 1 / (1 / given.position + 1 / count);
  const at = (z: number) => meanMs * gammaQuantile(shape, z);
  return { meanMs, lowMs: at(-1.2816), likelyMs: at(0.8416), highMs: at(1.2816) };
}

/** Quantile of a gamma variable with mean 1 (Wilson & Hilferty 1931); `z` is the normal quantile. */
function gammaQuantile(shape: number, z: number): number {
  const c = 1 / (9 * shape);
  return Math.max(0, 1 - c + z * Math.sqrt(c)) ** 3;
}

/**
 * What is said aloud: the wait that four of five callers do not exceed, in whole minutes up to ten, then in fives;
 * null (only the position is spoken) when unknown or over an hour.
 */
export function spokenWaitMs(estimate: WaitEstimate | null): number | null {
  if (estimate === null) return null;
  const minutes = Math.max(1, Math.ceil(estimate.likelyMs / 60_000));
  const rounded = minutes <= 10 ? minutes : Math.ceil(minutes / 5) * 5;
  return rounded > 60 ? null : rounded * 60_000;
}
