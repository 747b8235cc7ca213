/** What agents too many and too few cost in an interval, and which number is the cheapest. Pure. */
import { expectedOutcome, type Interval, MOST_AGENTS } from "@/ml/staffing/requirement.ts";

/** Prices in any one currency. */
export interface Prices {
  /** An agent's hour, with all that comes with it. */
  agentHour: number;
  /** A caller who hangs up (margin lost, calling again). */
  abandoned: number;
  /** A minute that a caller waits (toll, goodwill). */
  waitingMinute: number;
}

export interface Cost {
  agents: number;
  /** Paid time that was needed to serve the calls that are answered. */
  work: number;
  /** Paid time in which nobody calls. */
  idle: number;
  /** Callers lost and minutes waited. */
  lost: number;
  total: number;
}

/**
 * Cost of an interval with so many agents; null where the line grows for ever with some of the calls that may come, as
 * no price says what that costs.
 */
export function costOf(interval: Interval, agents: number, prices: Prices): Cost | null {
  const { abandon, meanWait, occupancy, calls } = expectedOutcome(interval, agents);
  if (meanWait === null) return null;
  const paid = agents * interval.seconds / 3_600 * prices.agentHour;
  const lost = calls * (abandon * prices.abandoned + meanWait / 60 * prices.waitingMinute);
  return { agents, work: paid * occupancy, idle: paid * (1 - occupancy), lost, total: paid + lost };
}

/** The cheapest number of agents, Null: a price of one side is missing. */
export function cheapest(interval: Interval, prices: Prices): Cost | null {
  if (!(prices.agentHour > 0) || !(prices.abandoned > 0 || prices.waitingMinute > 0)) return null;
  // What is lost falls by less with each agent (waiting and hanging up are convex in agents), so the total has one valley.
  const total = (agents: number) => costOf(interval, agents, prices)?.total ?? Infinity;
  let low = 0, high = 1;
  while (high < 2 * MOST_AGENTS && !(total(high) < Infinity && total(high + 1) >= total(high))) {
    [low, high] = [high, high * 2];
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (total(middle) < Infinity && total(middle + 1) >= total(middle)) high = middle;
    else low = middle + 1;
  }
  return costOf(interval, low, prices);
}
