/** Calls of a queue by days and intervals: what models learn from and what they answer with. Pure types. */
import type { DayCalendar } from "@/ml/calendar/day_features.ts";

/** Intervals of one day. */
export interface Day {
  /** `YYYY-MM-DD` in the queue's zone. */
  day: string;
  /** Calls by interval; NaN: nobody knows. */
  calls: Float64Array;
}

export interface History {
  /** Minutes of an interval: 5, 15, 30 or 60. */
  step: number;
  /** Minute of the day at which the first interval begins. */
  opens: number;
  /** Intervals of a day. */
  slots: number;
  /** Open days with data, in their order. */
  days: readonly Day[];
  calendar: DayCalendar;
}

/** Expected calls of days to come, by interval. */
export type Forecast = (days: readonly string[]) => Float64Array[];

/** A way of forecasting. `fit` sees the history and nothing else. */
export interface VolumeModel {
  name: string;
  fit(history: History): Promise<Forecast>;
}

/** What was known before a day. */
export function before(history: History, day: string): History {
  return { ...history, days: history.days.filter((one) => one.day < day) };
}
