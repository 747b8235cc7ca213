/**
 * The requirement curve of a day, and what-if: the same day with other calls, handle times,
 * patience or agents. Without schedules: each interval says how many must be there. Pure.
 */
import { meanOf, scaled } from "@/ml/staffing/demand.ts";
import {
  agentsFor,
  type Expected,
  expectedOutcome,
  type Interval,
  type Requirement,
  scheduledFor,
  type Target,
} from "@/ml/staffing/requirement.ts";

export interface Required {
  /** On the phones; null with the code why not. */
  agents: number | null;
  code: Extract<Requirement, { ok: false }>["code"] | null;
  /** On the list of who works, with shrinkage. */
  scheduled: number | null;
  /** What the mean alone would have asked for. */
  forMean: number | null;
  /** How it goes with `agents`. */
  outcome: Expected | null;
}

/** Agents of each interval. `shrinkage`: share of paid time away from the phones. */
export function requirementCurve(
  intervals: readonly Interval[],
  options: { target: Target; shrinkage: number },
): Required[] {
  const { target, shrinkage } = options;
  return intervals.map((interval) => {
    const told = agentsFor(interval, target);
    if (!told.ok) return { agents: null, code: told.code, scheduled: null, forMean: null, outcome: null };
    const mean = agentsFor({ ...interval, demand: { calls: [meanOf(interval.demand)] } }, target);
    return {
      agents: told.agents,
      code: null,
      scheduled: scheduledFor(told.agents, shrinkage),
      forMean: mean.ok ? mean.agents : null,
      outcome: expectedOutcome(interval, told.agents, { within: target.serviceLevel?.within }),
    };
  });
}

/** Sliders: factors of what the plan has, and agents more or fewer in every interval. */
export interface WhatIf {
  calls?: number;
  handle?: number;
  patience?: number;
  agents?: number;
}

export interface DayTold {
  intervals: (Expected & { agents: number })[];
  /** Over the day, each call counted once; the occupancy by agents' hours. */
  day: Expected & { agentHours: number };
}

/** The day with `agents[n]` on the phones in interval n. */
export function dayOutcome(
  intervals: readonly Interval[],
  agents: readonly number[],
  options: { within?: number; whatIf?: WhatIf } = {},
): DayTold {
  const { within, whatIf = {} } = options;
  const told = intervals.map((interval, n) => {
    const there = Math.max(0, agents[n] + (whatIf.agents ?? 0));
    return { ...expectedOutcome(changed(interval, whatIf), there, { within }), agents: there };
  });
  const calls = told.reduce((sum, one) => sum + one.calls, 0);
  const hours = told.reduce((sum, { agents }, n) => sum + agents * intervals[n].seconds / 3_600, 0);
  const byCalls = (of: (one: Expected) => number, none: number) =>
    calls > 0 ? told.reduce((sum, one) => sum + one.calls * of(one), 0) / calls : none;
  return {
    intervals: told,
    day: {
      calls,
      agentHours: hours,
      wait: byCalls(({ wait }) => wait, 0),
      abandon: byCalls(({ abandon }) => abandon, 0),
      serviceLevel: byCalls(({ serviceLevel }) => serviceLevel, 1),
      meanWait: told.some(({ meanWait }) => meanWait === null) ? null : byCalls(({ meanWait }) => meanWait!, 0),
      occupancy: hours > 0
        ? told.reduce((sum, one, n) => sum + one.occupancy * one.agents * intervals[n].seconds / 3_600, 0) / hours
        : 0,
    },
  };
}

/** An interval with the sliders' factors. */
export function changed(interval: Interval, { calls = 1, handle = 1, patience = 1 }: WhatIf): Interval {
  return {
    ...interval,
    demand: scaled(interval.demand, calls),
    handle: interval.handle * handle,
    patience: interval.patience * patience,
  };
}
