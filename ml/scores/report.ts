/** What a training of a score found out, as it is kept with the version and drawn by the browser. Finite or null. */

export interface ScoreSettings {
  /** Columns not to learn from, whatever they tell. */
  without: string[];
  /** Columns that the guard of leaks must not take away: the analyst knows that they are known beforehand. */
  keep: string[];
  /** Columns by whose values the score's fairness is looked at. */
  fairness: string[];
  /** Models tried; the best out of fold is taken. */
  families: ("trees" | "network" | "logistic")[];
}

export const SCORE_SETTINGS: ScoreSettings = {
  without: [],
  keep: [],
  fairness: [],
  families: ["trees", "logistic"],
};

export interface ScoreFigures {
  /** `product`: the version · `champion` · else a family. */
  name: "product" | "champion" | "trees" | "network" | "logistic";
  auc: number | null;
  brier: number | null;
  ece: number | null;
  /** AUC of the version less this model's, 95 of 100 bootstraps: above zero is better. */
  difference: { mean: number; low: number; high: number } | null;
}

export interface ScoreVersionReport {
  rows: number;
  won: number;
  columns: string[];
  leaks: {
    column: string;
    code: string;
    auc: number;
    share: number;
    lately?: number;
  }[];
  signal: { auc: number; low: number; high: number; ahead: { auc: number; low: number; high: number } };
  models: ScoreFigures[];
  /** Tenths of the records by their score: told beside won. */
  calibration: { told: number; won: number; records: number }[];
  /** What matters most over all records: mean absolute effect on the log-odds. */
  importance: { column: string; effect: number }[];
  fairness: {
    column: string;
    groups: {
      group: string;
      records: number;
      told: number;
      won: number;
      auc: number | null;
      picked: number;
      off: boolean;
      seldom: boolean;
    }[];
  }[];
}
