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
  /** A queue without a past of its own begins with another one's, times `share`. */
  like: { queue: string; share: number } | null;
  /** A file whose rows are put before the queue's own history (the years on another system). */
  upload: string | null;
}

/** A file of `time, calls`; the interval is found. */
export interface UploadDataset {
  from: "upload";
  upload: string;
  since: string | null;
  until: string | null;
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
