/** Calls of a queue by days and intervals: what models learn from and what they answer with. */
import type { DayCalendar } from "@/ml/calendar/day_features.ts";
import type { FamilyName } from "@/ml/volume/report.ts";

/** Intervals of one day. */
export interface Day {
  /** `YYYY-MM-DD` in the queue's zone. */
  day: string;
  /** Calls by interval; NaN: nobody knows. */
  calls: Float64Array;
}

/** Where the calls of a queue stand: its intervals and its calendar. */
export interface Grid {
  /** Minutes of an interval. */
  step: number;
  /** Minute of the day at which the first interval begins. */
  opens: number;
  /** Intervals of a day. */
  slots: number;
  calendar: DayCalendar;
}

export interface History extends Grid {
  /** Open days with data, in their order. */
  days: readonly Day[];
}

/** Expected calls of days to come, by interval: one row a day asked for. */
export type Forecast = (days: readonly string[]) => Float64Array[];

export interface Fitted {
  forecast: Forecast;
  /** What the next fit of a longer history may begin with. */
  warm?: unknown;
}

/**
 * A way of forecasting. `fit` sees the history and nothing else; a thorough one takes its time, as for the forecast that
 * people will see, a quick one does for one origin of many.
 */
export interface VolumeModel {
  name: string;
  /** Knows of closures, months and marked days, not only of weekdays. */
  knowsCalendar: boolean;
  fit(history: History, warm?: unknown, options?: { thorough?: boolean }): Promise<Fitted>;
}

/** All that a fitted model forecasts with, as it is stored: numbers by the name of what they are. */
export type Parts = Readonly<Record<string, Float64Array>>;

/** A model that versions are made of: what it has learnt can be kept, and forecast with later. */
export interface Family extends VolumeModel {
  name: FamilyName;
  fit(
    history: History,
    warm?: unknown,
    options?: { thorough?: boolean; signal?: AbortSignal },
  ): Promise<Fitted & { parts: Parts }>;
  /** The very forecast that was fitted, of its parts. */
  revive(parts: Parts, grid: Grid): Forecast;
}

/** What was known before a day. */
export function before(history: History, day: string): History {
  return { ...history, days: history.days.filter((one) => one.day < day) };
}

/** Calls of a day as far as they are known. */
export function totalOf(calls: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < calls.length; n++) if (!Number.isNaN(calls[n])) sum += calls[n];
  return sum;
}
