/** How a queue is to be staffed, as it is kept and as sliders begin with it. Pure; shared with the browser. */
import type { Prices } from "@/ml/staffing/cost.ts";
import { type Interval, type Target, USUAL_THRESHOLD } from "@/ml/staffing/requirement.ts";
import { demandOf } from "@/ml/staffing/demand.ts";

export interface StaffingSettings {
  /** Share of all calls to be answered within seconds; null: no part of the target, as with the next two. */
  serviceLevel: { share: number; within: number } | null;
  /** Share of calls that may hang up at most. */
  abandon: number | null;
  /** Share of their time that agents may be busy at most. */
  occupancy: number | null;
  /** Of a hundred such intervals, the share in which the target is to be met; null: over all of them, each call once. */
  sure: number | null;
  /** Share of paid time away from the phones. */
  shrinkage: number;
  /** Seconds; null: as they are forecast, or as they were lately. */
  handle: number | null;
  patience: number | "endless" | null;
  prices: Prices | null;
}

/** What a day is staffed by: calls told by interval with the two-sided interval of `level`. */
export interface PlannedDay {
  /** `YYYY-MM-DD`. */
  day: string;
  /** First day that was not known when it was told. */
  madeOn: string;
  /** Minutes of an interval, and of the day at which the first one begins. */
  step: number;
  opens: number;
  level: number;
  expected: number[];
  low: number[];
  high: number[];
  /** Seconds; null: not forecast. */
  handle: number[] | null;
  patience: number[] | null;
}

/** Handle time and patience of the last weeks, for days that are told without them. */
export interface UsualService {
  /** Seconds. */
  handle: number;
  patience: number;
  /** Calls behind the two; 0: nothing is known, and these are only customary. */
  handled: number;
  hungUp: number;
}

/** Customary figures for a queue that nothing is known of. */
export const CUSTOMARY: UsualService = { handle: 180, patience: 120, handled: 0, hungUp: 0 };

export function usualSettings(within: number = USUAL_THRESHOLD): StaffingSettings {
  return {
    serviceLevel: { share: 0.8, within },
    abandon: null,
    occupancy: 0.9,
    sure: null,
    shrinkage: 0.25,
    handle: null,
    patience: null,
    prices: null,
  };
}

export function targetOf({ serviceLevel, abandon, occupancy, sure }: StaffingSettings): Target {
  return {
    ...(serviceLevel && { serviceLevel }),
    ...(abandon !== null && { abandon }),
    ...(occupancy !== null && { occupancy }),
    on: sure === null ? "expected" : { quantile: sure },
  };
}

/** Intervals of a day, ready to be staffed. */
export function intervalsOf(day: PlannedDay, options: { settings: StaffingSettings; usual: UsualService }): Interval[] {
  const { settings, usual } = options;
  return day.expected.map((expected, slot) => ({
    demand: demandOf({ expected, low: day.low[slot], high: day.high[slot] }, { level: day.level }),
    seconds: day.step * 60,
    handle: settings.handle ?? positive(day.handle?.[slot]) ?? usual.handle,
    patience: settings.patience === "endless"
      ? Infinity
      : settings.patience ?? positive(day.patience?.[slot]) ?? usual.patience,
  }));
}

const positive = (value: number | undefined) =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
