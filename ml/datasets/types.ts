/** What models are trained on: where the rows come from, and the rows themselves. Shared with the browser. */

export type StepMinutes = 5 | 15 | 30 | 60;

/** Which calls of a queue count. */
export interface CallFilter {
  /** Numbers that were called, E.164; empty: all. */
  dids: readonly string[];
  /** Callers who hung up sooner than this, in seconds, are no demand (wrong numbers, second thoughts); 0: all count. */
  leastWait: number;
}

/** The own call history of one queue. Days are `YYYY-MM-DD` of the company's zone; null: no bound. */
export interface CallsDataset {
  from: "calls";
  queue: string;
  step: StepMinutes;
  since: string | null;
  until: string | null;
  filter: CallFilter;
  /**
   * A queue without a past of its own begins with another one's, times `share`; null: told from the days that both have,
   * else from how many people serve them.
   */
  like: { queue: string; share: number | null } | null;
  /** A file whose rows are put before the queue's own history (the years on another system). */
  upload: string | null;
}

/** A file of `time, calls`; the interval is found. */
export interface UploadDataset {
  from: "upload";
  upload: string;
  since: string | null;
  until: string | null;
  /** Coarser than the file's own interval; null or absent: the file's (half an hour for a file with a row a call). */
  step?: StepMinutes | null;
}

/** Own leads or deals with their outcomes. */
export interface RecordsDataset {
  from: "records";
  kind: "lead" | "deal";
  since: string | null;
  /** Deals of one pipeline; null: all. */
  pipeline: string | null;
}

/** A file of records with a column of the outcome. */
export interface OutcomeUploadDataset {
  from: "outcome-upload";
  upload: string;
  target: string;
}

export type VolumeDataset = CallsDataset | UploadDataset;
export type ScoreDataset = RecordsDataset | OutcomeUploadDataset;
export type DatasetSpec = VolumeDataset | ScoreDataset;

/** Days without calls on a weekday that is usually worked on: closed and known to be so beforehand, or just missing. */
export type ClosedRule = "weekday" | "none";

/**
 * How callers were served in one interval: sums from which handle time and patience (censored: who was answered would
 * have waited longer) are told. `at` is local `YYYY-MM-DD HH:MM`.
 */
export interface ServiceRow {
  at: string;
  answered: number;
  /** Seconds of talk, hold and wrap-up of the answered calls, and the sum of their squares. */
  handle: number;
  handleSquares: number;
  abandoned: number;
  /** Seconds waited by all who queued, whatever came of it. */
  waited: number;
}

/** Something found in the data, in a code that has words (`datasets.finding.<code>`, `datasets.hint.<code>`). */
export interface QualityFinding {
  code: string;
  count: number;
  /** Days `YYYY-MM-DD` or times `YYYY-MM-DD HH:MM`, some of them. */
  examples: string[];
  /** Hours by which a file seems to be off, the share taken of another queue… */
  detail?: Record<string, string | number>;
}

/** What is remarkable about a day of the data. */
export type DayFlag = "closed" | "gap" | "partial" | "unlike" | "holiday" | "marked";

export interface DataDay {
  day: string;
  /** null: nobody knows, or closed. */
  calls: number | null;
  flag: DayFlag | null;
  /** Where its rows are from: `like` and `upload` stand before the own history. */
  source: "own" | "like" | "upload";
}

/** A day of the coming weeks that differs: closed, a holiday that is worked, or marked by hand. */
export interface ComingDay {
  day: string;
  kind: "closed" | "holiday" | "marked";
  /** Key of `calendar.holiday.<key>`, or null. */
  holiday: string | null;
  /** Kind of the marked day (`closure`, `campaign`, … or an own word) and its name. */
  marked: { kind: string; name: string } | null;
}

/** Data of a volume model before it is trained: what pages draw. Everything is finite or null. */
export interface DataQuality {
  kind: "volume";
  /** Nothing can be learnt: code with words `datasets.refused.<code>`, and what to do in `datasets.remedy.<code>`. */
  refusal: { code: string; detail?: Record<string, string | number> } | null;
  findings: QualityFinding[];
  fingerprint: string | null;
  from: string | null;
  to: string | null;
  /** Minutes. */
  step: number | null;
  /** Minute of the day at which the first interval begins, and how many there are. */
  opens: number | null;
  slots: number | null;
  /** Rows (intervals), open days that are learnt from, calls in them. */
  rows: number;
  days: number;
  calls: number;
  /** Monday first: whether the queue works. */
  weekdays: boolean[];
  /** Every day of the calendar from the first to the last, the latest 800 at most. */
  series: DataDay[];
  /** Mean calls by interval of the weekdays that are worked, 0 Monday. */
  course: { weekday: number; calls: (number | null)[] }[];
  coming: ComingDay[];
  /** Means of the last four weeks, seconds; null where nothing is known. */
  service: { answered: number; handle: number | null; abandoned: number; patience: number | null } | null;
  /** How another queue's history was scaled; null: none was taken. */
  like: { share: number; told: "given" | "days" | "people" | "whole"; days: number } | null;
}

/** Records of a score model before it is trained. */
export interface RecordsQuality {
  kind: "score";
  /** Words: `scores.refused.<code>`. */
  refusal: { code: string; detail?: Record<string, string | number> } | null;
  fingerprint: string | null;
  from: string | null;
  to: string | null;
  rows: number;
  won: number;
  columns: string[];
}

/** What an upload is for: calls by interval, or records with a column of the outcome. */
export type UploadKind = "volume" | "records";

/** A file that was taken in; its rows are read once, at the door. */
export interface UploadRow {
  id: string;
  kind: UploadKind;
  name: string;
  bytes: number;
  rows: number;
  /** First and last day, where the rows have times. */
  from: string | null;
  to: string | null;
  /** Minutes between rows; null: one row a call, or records. */
  step: number | null;
  calls: number | null;
  /** Titles of the columns, in their order: the outcome is picked from them. */
  columns: string[];
  /** Columns with two values, which may be outcomes. */
  outcomes: string[];
  /** What was found while it was read (`datasets.finding.<code>`). */
  findings: QualityFinding[];
  createdAt: string;
  createdBy: { id: string; name: string } | null;
  /** Models that learn from it. */
  models: number;
}

/** Kinds of marked days that have words of their own (`datasets.mark.<kind>`); others are the analyst's own words. */
export const MARK_KINDS = ["closure", "campaign", "mailing", "billing"] as const;

/** Days that differ: of one queue or of all. A closure is closed; every other kind is an effect that is learnt. */
export interface MarkedDay {
  id: string;
  /** null: all queues. */
  queue: { id: string; name: string } | null;
  kind: string;
  first: string;
  last: string;
  name: string;
}
