/** How past days went beside what the model would have said of them: whether it may be believed here. Pure. */
import { dayOutcome } from "@/ml/staffing/plan.ts";

/** An interval of a past day as it was. */
export interface PastInterval {
  calls: number;
  seconds: number;
  handle: number;
  patience: number;
  /** Agents on the phones, on average. */
  agents: number;
  /** Calls answered within the threshold. */
  inTime: number;
  abandoned: number;
}

export interface BesideFact {
  told: { serviceLevel: number; abandon: number };
  seen: { serviceLevel: number; abandon: number };
}

/** Service level and abandonment of a past day beside what the model says of its calls and agents; null: no calls. */
export function besideFact(intervals: readonly PastInterval[], options: { within: number }): BesideFact | null {
  const calls = intervals.reduce((sum, one) => sum + one.calls, 0);
  if (!(calls > 0)) return null;
  const { day } = dayOutcome(
    intervals.map((one) => ({ ...one, demand: { calls: [one.calls] } })),
    intervals.map(({ agents }) => Math.round(agents)),
    options,
  );
  const share = (of: (one: PastInterval) => number) => intervals.reduce((sum, one) => sum + of(one), 0) / calls;
  return {
    told: { serviceLevel: day.serviceLevel, abandon: day.abandon },
    seen: { serviceLevel: share(({ inTime }) => inTime), abandon: share(({ abandoned }) => abandoned) },
  };
}
