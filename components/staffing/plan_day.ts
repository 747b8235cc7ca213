/** A day's requirement as the pages draw it. Pure. */
import { type Required, requirementCurve } from "@/ml/staffing/plan.ts";
import type { Interval } from "@/ml/staffing/requirement.ts";
import {
  intervalsOf,
  type PlannedDay,
  type StaffingSettings,
  targetOf,
  type UsualService,
} from "@/ml/staffing/settings.ts";

export interface DayPlan {
  intervals: Interval[];
  curve: Required[];
}

export function planDay(
  planned: PlannedDay,
  options: { settings: StaffingSettings; usual: UsualService },
): DayPlan {
  const intervals = intervalsOf(planned, options);
  const { settings } = options;
  return {
    intervals,
    curve: requirementCurve(intervals, { target: targetOf(settings), shrinkage: settings.shrinkage }),
  };
}

/** The morning's telling with the rest of the day as it looks now. */
export function asItLooks(
  planned: PlannedDay,
  later: { from: number; expected: number[]; low: number[]; high: number[] } | null,
): PlannedDay {
  if (!later) return planned;
  const take = (key: "expected" | "low" | "high") =>
    planned[key].map((told, slot) => slot < later.from ? told : later[key][slot]);
  return { ...planned, expected: take("expected"), low: take("low"), high: take("high") };
}

export interface Gap {
  /** Hours of people who are missing, and of those too many. */
  under: number;
  over: number;
  /** Interval that misses most; null: none misses anybody. */
  worst: { slot: number; missing: number } | null;
}

/** People on the list beside those needed on it. A part of a person is a part of an interval. */
export function gapOf(
  needed: readonly (number | null)[],
  there: readonly number[],
  options: { step: number; from?: number },
): Gap {
  const { step, from = 0 } = options;
  const gap: Gap = { under: 0, over: 0, worst: null };
  for (let slot = from; slot < needed.length; slot++) {
    const need = needed[slot];
    if (need === null) continue;
    const missing = need - there[slot];
    if (missing > 0) gap.under += missing * step / 60;
    else gap.over -= missing * step / 60;
    if (missing > 0.05 && missing > (gap.worst?.missing ?? 0)) gap.worst = { slot, missing };
  }
  return gap;
}

export const hoursOf = (people: readonly (number | null)[], step: number): number =>
  people.reduce<number>((sum, one) => sum + (one ?? 0), 0) * step / 60;
