/** What trainings need of other rooms; tests give their own. */
import type { Clock } from "@/actors/runtime/types.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";
import { type VolumeAsked, type VolumeData, volumeTask } from "@/ml/datasets/mod.ts";
import type { ScoreDataset } from "@/ml/datasets/types.ts";
import { type ScoreData, scoreTask } from "@/ml/scores/dataset.ts";
import type { ScoreSettings } from "@/ml/scores/report.ts";
import type { Trainer } from "@/ml/training/mod.ts";

/** A score that was told of a record, and what became of it. */
export interface FrozenScore {
  /** Probability, 0 to 1. */
  told: number;
  won: boolean;
}

export interface DataPorts {
  /** @throws {RefusedError} */
  volume(store: Store, asked: VolumeAsked): Promise<VolumeData>;
  /** @throws {RefusedError} */
  score(store: Store, asked: { dataset: ScoreDataset; settings: ScoreSettings; now: number }): Promise<ScoreData>;
  /** Scores of the model's champion that were told before the outcome, of the last records that have one. */
  outcomes(store: Store, asked: { model: string; version: string; most: number }): Promise<FrozenScore[]>;
}

export interface Ports {
  clock: Clock;
  jobs: Pick<Jobs, "enqueue">;
  trainer: Trainer;
  data: DataPorts;
}

/** The real ones, of the records. */
export const REAL_DATA: Omit<DataPorts, "outcomes"> = { volume: volumeTask, score: scoreTask };
