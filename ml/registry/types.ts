/** Models, their versions and trainings, as pages and programs see them. Shared with the browser. */
import type { DatasetSpec } from "@/ml/datasets/types.ts";
import type { ScoreSettings, ScoreVersionReport } from "@/ml/scores/report.ts";
import type { VolumeReport, VolumeSettings } from "@/ml/volume/report.ts";
import type { ModelKind, RunState, TrainingSchedule } from "@/store/tables/forecasting.ts";

export type { ModelKind, RunState, TrainingSchedule };

/** Something found in the data, in a code that has words (`datasets.finding.<code>`). */
export interface DataFinding {
  code: string;
  count: number;
  examples: string[];
}

/**
 * Whether a version may take the champion's place. `first`: there is none yet · `better` · `same`: the same settings on
 * newer data, and no worse beyond chance · `unproven`: the difference may be chance · `worse`.
 */
export type BesideChampion = "first" | "better" | "same" | "unproven" | "worse";

export interface Verdict {
  /** May be promoted without a reason. */
  promotable: boolean;
  champion: BesideChampion;
  /** Baselines that were not beaten, by name. */
  lostTo: string[];
  /** The figure that decided (WAPE of volume, lower is better; AUC of scores, higher is better). */
  figure: {
    name: "wape" | "auc";
    own: number | null;
    champion: number | null;
    /** Of the best baseline on the same days; absent in versions of before it was kept. */
    baseline?: number | null;
    /** Of volume: WAPE of whole days, and the part of the figure that is mere chance (ml/registry/plain.ts). */
    day?: number | null;
    floor?: number | null;
  };
}

/** The last look at whether the champion still holds on what came since. */
export interface Drift {
  at: string;
  state: "holds" | "watch" | "drifted" | "too-little";
  /** Figure of the last days, what the back-test had led to expect, and the bound that the alarm is at. */
  figure: number | null;
  expected: number | null;
  bound: number | null;
  /** Days (volume) or records (scores) that were looked at. */
  seen: number;
}

export interface ModelRow {
  id: string;
  kind: ModelKind;
  name: string;
  queue: { id: string; name: string } | null;
  recordKind: "lead" | "deal" | null;
  dataset: DatasetSpec;
  settings: VolumeSettings | ScoreSettings;
  schedule: TrainingSchedule;
  nextTrainAt: string | null;
  champion: VersionRow | null;
  /** The newest version, when it has never been champion. */
  challenger: VersionRow | null;
  /** The newest training, whatever became of it. */
  run: RunRow | null;
  drift: Drift | null;
  /** For optimistic locking. */
  version: number;
}

export interface VersionRow {
  id: string;
  n: number;
  fingerprint: string;
  dataFrom: string | null;
  dataTo: string | null;
  dataRows: number;
  verdict: Verdict;
  cpuMs: number;
  trainedAt: string;
  /** null: the schedule. */
  trainedBy: { id: string; name: string } | null;
  promotedAt: string | null;
  promotedBy: { id: string; name: string } | null;
  promoteReason: string | null;
  champion: boolean;
  /** Bytes of the model itself; 0: not kept any more, nobody can go back to it. */
  blobBytes: number;
}

export interface VersionDetail extends VersionRow {
  dataset: DatasetSpec;
  settings: VolumeSettings | ScoreSettings;
  findings: DataFinding[];
  report: VolumeReport | ScoreVersionReport;
}

/** A training: live under the topic `training`, row = its id. */
export interface RunRow {
  id: string;
  model: string;
  state: RunState;
  /** Code of what is being done (`workshop.stage.<stage>`): queued, data, back-test, fit, forecast, save. */
  stage: string;
  done: number;
  total: number;
  error: { code: string; detail?: Record<string, string | number> } | null;
  version: string | null;
  queuedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  askedBy: { id: string; name: string } | null;
}
