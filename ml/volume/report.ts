/**
 * What a training of a queue's forecast found out, as it is kept with the version and drawn by the browser. Everything is
 * finite or null; times are minutes of the day, days `YYYY-MM-DD`.
 */

/** Families a version may be made of; the blend weighs those that are on. */
export type FamilyName =
  | "structural"
  | "structural-lively"
  | "smoothing"
  | "weekday-mean"
  | "seasonal-naive"
  | "network";

/** Every version is compared with these, whether they are part of its blend or not. */
export const BASELINES: readonly FamilyName[] = ["seasonal-naive", "weekday-mean"];

export interface VolumeSettings {
  families: FamilyName[];
  /** Weeks at the end of the data that models are compared on by rolling origin: 2 to 26. */
  weeks: number;
  /** Of the two-sided prediction interval: 0.5 to 0.98. */
  level: number;
  /** Days told: 1 to 56. */
  horizon: number;
  closed: "weekday" | "none";
  /** The Russian production calendar with its moved working days. */
  holidays: boolean;
}

export const VOLUME_SETTINGS: VolumeSettings = {
  families: ["structural", "structural-lively", "smoothing", "weekday-mean", "seasonal-naive"],
  weeks: 8,
  level: 0.8,
  horizon: 56,
  closed: "weekday",
  holidays: true,
};

/** One model beside the version on the same back-test: weeks told from the Monday before. */
export interface ModelFigures {
  /** `product`: the version itself; `champion`: the one in use, on the same days; else a family. */
  name: "product" | "champion" | FamilyName;
  wape: number | null;
  mase: number | null;
  /** Mean of the losses of the quantiles at both ends of the interval; null where the model has none. */
  pinball: number | null;
  coverage: number | null;
  /** Share in the blend; null: no part of it. */
  weight: number | null;
  /** WAPE of the version less this model's, with the bounds of 95 of 100 bootstraps of days: below zero is better. */
  difference: { mean: number; low: number; high: number } | null;
}

/**
 * Errors by hour, weekday or distance: `key` is the minute of the day, 0 (Monday) to 6, or days ahead by weeks (7: told up
 * to seven days before, 14: eight to fourteen, … 56).
 */
export interface ErrorBy {
  key: number;
  calls: number;
  wape: number | null;
  /** Told less than came: above zero is too little, as a share of calls. */
  bias: number | null;
}

/** A day of the back-test: calls that nobody knows are null. */
export interface DayBeside {
  day: string;
  ahead: number;
  calls: (number | null)[];
  expected: number[];
  low: number[];
  high: number[];
}

/** Handle time or patience by rolling origin over the same weeks: mean absolute error of a day's mean, as a share of it. */
export interface ServiceFigures {
  /** Seconds, over the last weeks. */
  mean: number;
  /** Calls behind it. */
  calls: number;
  error: number | null;
  /** Of "the mean of the last four weeks", which it has to beat. */
  naive: number | null;
}

export interface VolumeReport {
  step: number;
  opens: number;
  slots: number;
  from: string;
  to: string;
  days: number;
  /** Monday first: whether the queue works. */
  weekdays: boolean[];
  models: ModelFigures[];
  byHour: ErrorBy[];
  byWeekday: ErrorBy[];
  byAhead: ErrorBy[];
  told: DayBeside[];
  handle: ServiceFigures | null;
  patience: ServiceFigures | null;
}

/** A day to come (or past, of the back-test) as it is told: by interval. */
export interface DayForecast {
  day: string;
  expected: number[];
  low: number[];
  high: number[];
  handle: number[] | null;
  patience: number[] | null;
}
