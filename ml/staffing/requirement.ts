/**
 * Agents that an interval needs for a target, on the distribution of its calls. Intervals stand alone (a stationary line
 * each, Green et al. 2001): a line left over from an overloaded interval is not carried into the next. Pure.
 */
import { type Demand, meanOf, quantileOf } from "@/ml/staffing/demand.ts";
import { type Outcome, withoutPatience, withPatience } from "@/ml/staffing/erlang.ts";

/** An interval to staff. Seconds, but calls in the whole interval. */
export interface Interval {
  demand: Demand;
  /** Length. */
  seconds: number;
  /** Mean handle time (talk and wrap-up). */
  handle: number;
  /** Mean patience; Infinity: nobody hangs up. */
  patience: number;
}

export interface Target {
  /** Share of all calls to be answered within `within` seconds. */
  serviceLevel?: { share: number; within: number };
  /** Share of calls that may hang up at most. */
  abandon?: number;
  /** Share of their time that agents may be busy at most. */
  occupancy?: number;
  /**
   * `expected`: over all that may come, each call counted once; a level (0.9): in so many of a hundred such intervals.
   */
  on: "expected" | { quantile: number };
}

/** Threshold in seconds that a service level is told for where the target has none. */
export const USUAL_THRESHOLD = 20;
/** No room has more; whoever needs more has a unit wrong. */
export const MOST_AGENTS = 100_000;

/** How one interval goes with so many agents on the phones. */
export interface Expected extends Omit<Outcome, "meanWait"> {
  /** Mean wait in seconds; null: the line grows for ever with some of the calls that may come. */
  meanWait: number | null;
  calls: number;
}

/** Over all that may come: shares count each call once, the occupancy each hour. */
export function expectedOutcome(interval: Interval, agents: number, options: { within?: number } = {}): Expected {
  const { within = USUAL_THRESHOLD } = options;
  const { calls } = interval.demand;
  const all = calls.reduce((sum, one) => sum + one, 0);
  const sum = { wait: 0, abandon: 0, serviceLevel: 0, meanWait: 0, occupancy: 0 };
  for (const one of calls) {
    const outcome = outcomeOf(interval, one, { agents, within });
    const share = all > 0 ? one / all : 1 / calls.length;
    sum.wait += share * outcome.wait;
    sum.abandon += share * outcome.abandon;
    sum.serviceLevel += share * outcome.serviceLevel;
    if (share > 0) sum.meanWait += share * outcome.meanWait;
    sum.occupancy += outcome.occupancy / calls.length;
  }
  return { ...sum, meanWait: Number.isFinite(sum.meanWait) ? sum.meanWait : null, calls: all / calls.length };
}

function outcomeOf(
  { seconds, handle, patience }: Interval,
  calls: number,
  { agents, within }: { agents: number; within: number },
): Outcome {
  const rate = calls / seconds;
  if (rate <= 0) return { wait: 0, abandon: 0, serviceLevel: 1, meanWait: 0, occupancy: 0 };
  // An empty room is as busy as can be, not idle: more agents never make it busier.
  if (agents < 1 && patience !== Infinity) {
    return { wait: 1, abandon: 1, serviceLevel: 0, meanWait: patience, occupancy: 1 };
  }
  return patience === Infinity
    ? withoutPatience({ agents, rate, handle }, within)
    : withPatience({ agents, rate, handle, patience }, within);
}

/** Whether so many agents meet every part of the target. */
export function meets(interval: Interval, agents: number, target: Target): boolean {
  const within = target.serviceLevel?.within;
  const seen = target.on === "expected"
    ? interval
    : { ...interval, demand: { calls: [quantileOf(interval.demand, target.on.quantile)] } };
  const outcome = expectedOutcome(seen, agents, { within });
  return outcome.serviceLevel >= (target.serviceLevel?.share ?? 0) &&
    outcome.abandon <= (target.abandon ?? 1) && outcome.occupancy <= (target.occupancy ?? 1);
}

export type Requirement =
  | { ok: true; agents: number }
  /** `bad-interval`: a figure is negative, zero or no number · `bad-target`: nobody can meet it · `too-many`. */
  | { ok: false; code: "bad-interval" | "bad-target" | "too-many" };

/** Fewest agents that meet the target; each figure gets better with every agent, so the search halves. */
export function agentsFor(interval: Interval, target: Target): Requirement {
  if (!isInterval(interval)) return { ok: false, code: "bad-interval" };
  if (!isTarget(target)) return { ok: false, code: "bad-target" };
  const calls = target.on === "expected" ? meanOf(interval.demand) : quantileOf(interval.demand, target.on.quantile);
  if (calls <= 0) return { ok: true, agents: 0 };
  const load = calls / interval.seconds * interval.handle;
  if (load > MOST_AGENTS) return { ok: false, code: "too-many" };
  // From the square-root rule (Halfin and Whitt 1981), out in growing steps, then halving.
  const guess = Math.max(1, Math.round(load + Math.sqrt(load)));
  let low: number, high: number, step = Math.max(1, Math.round(Math.sqrt(load) / 2));
  if (meets(interval, guess, target)) {
    high = guess;
    low = guess;
    do {
      low = Math.max(0, low - step);
      if (low > 0 && meets(interval, low, target)) high = low;
      else break;
      step *= 2;
    } while (low > 0);
  } else {
    low = guess;
    for (;;) {
      high = low + step;
      if (high > 2 * MOST_AGENTS) return { ok: false, code: "too-many" };
      if (meets(interval, high, target)) break;
      low = high;
      step *= 2;
    }
  }
  if (low === 0 && meets(interval, 0, target)) return { ok: true, agents: 0 };
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (meets(interval, middle, target)) high = middle;
    else low = middle;
  }
  return { ok: true, agents: high };
}

function isInterval({ demand, seconds, handle, patience }: Interval): boolean {
  return demand.calls.length > 0 && demand.calls.every((one) => one >= 0 && one < Infinity) &&
    seconds > 0 && seconds < Infinity && handle > 0 && handle < Infinity && patience > 0;
}

function isTarget({ serviceLevel, abandon, occupancy, on }: Target): boolean {
  const share = (value: number | undefined, least: number, most: number) =>
    value === undefined || (value > least && value < most);
  if (!serviceLevel && abandon === undefined && occupancy === undefined) return false;
  if (serviceLevel && !(serviceLevel.within >= 0 && serviceLevel.within < Infinity)) return false;
  if (on !== "expected" && !(on.quantile > 0 && on.quantile < 1)) return false;
  return share(serviceLevel?.share, 0, 1) && share(abandon, 0, 1.0001) && share(occupancy, 0, 1.0001);
}

/** People to be scheduled so that `agents` are on the phones, with this share of time away (breaks, training, illness). */
export function scheduledFor(agents: number, shrinkage: number): number {
  // A little less than whole numbers, so that 90 / 0.9 is not 101.
  return Math.max(0, Math.ceil(agents / (1 - Math.min(0.95, Math.max(0, shrinkage))) - 1e-9));
}
