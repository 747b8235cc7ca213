/** What goes to a training's Worker and comes back: plain data, copied whole. */
import type { ClosedRule, ServiceRow } from "@/ml/datasets/types.ts";
import type { DataFinding } from "@/ml/registry/types.ts";
import type { RevenueTask, RevenueTrained } from "@/ml/revenue/task.ts";
import type { ScoreSettings, ScoreVersionReport } from "@/ml/scores/report.ts";
import type { Table } from "@/ml/scores/table.ts";
import type { DayForecast, VolumeReport, VolumeSettings } from "@/ml/volume/report.ts";

/** Rows of calls with the calendar they were made in. */
export interface VolumeTask {
  kind: "volume";
  rows: readonly { at: string; calls: number }[];
  service: readonly ServiceRow[];
  calendar: {
    closed: ClosedRule;
    holidays: ReadonlySet<string>;
    /** Own closures, past and to come. */
    closures: ReadonlySet<string>;
    /** Days worked on although their weekday is not: moved working days. */
    opened?: ReadonlySet<string>;
    special: ReadonlyMap<string, readonly string[]>;
  };
  settings: VolumeSettings;
  /** The champion, to be told of the same days. */
  champion: { settings: VolumeSettings; blob: Uint8Array; dataTo: string } | null;
  /** First day to forecast; null: the day after the data. */
  forecastFrom: string | null;
}

export interface VolumeTrained {
  kind: "volume";
  findings: DataFinding[];
  report: VolumeReport;
  forecast: DayForecast[];
  blob: Uint8Array;
  /** The champion had the same settings: this is the same way of forecasting on newer data. */
  sameAsChampion: boolean;
}

export interface ScoreTask {
  kind: "score";
  table: Table;
  outcome: Uint8Array;
  moment: string | null;
  /** Columns known as of the moment of scoring whatever was filled in later: the guard of leaks leaves them. */
  honest?: readonly string[];
  settings: ScoreSettings;
  champion: { settings: ScoreSettings; blob: Uint8Array; dataTo: string | null } | null;
}

export interface ScoreTrained {
  kind: "score";
  report: ScoreVersionReport;
  blob: Uint8Array;
  sameAsChampion: boolean;
}

/** Revenue is no model of the registry: it is reckoned anew for whoever asks. */
export type TrainingTask = VolumeTask | ScoreTask | RevenueTask;
export type Trained = VolumeTrained | ScoreTrained | RevenueTrained;
export type TrainedOf<Task extends TrainingTask> = Extract<Trained, { kind: Task["kind"] }>;

export interface Progress {
  /** Code of what is being done: back-test, fit, forecast. */
  stage: string;
  done: number;
  total: number;
}

/** Data that nothing can be learnt from, in a code that has words (`datasets.refused.<code>`, `scores.refused.<code>`). */
export interface NotTrained {
  code: string;
  detail?: Record<string, string | number>;
}

export type TrainingOutcome<Result> = { ok: true; value: Result; cpuMs: number } | { ok: false; refusal: NotTrained };

/** From the Worker. */
export type WorkerSays =
  | ({ say: "progress" } & Progress)
  | { say: "trained"; value: Trained; cpuMs: number }
  | { say: "refused"; refusal: NotTrained }
  | { say: "failed"; message: string };

/** Hooks of the functions that do the work inside of the Worker. */
export interface TrainingHooks {
  onProgress(progress: Progress): void;
}

/** Thrown by them for data that nothing can be learnt from. */
export class RefusedError extends Error {
  override name = "RefusedError";
  constructor(readonly refusal: NotTrained) {
    super(refusal.code);
  }
}
