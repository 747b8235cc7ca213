/** Table types of forecasting: store/migrations/0023_forecasting.sql. */
import type { Generated } from "kysely";
import type { Json, NullableJson } from "@/store/tables/audit.ts";
import type { NullableTimestamp, StampedTimestamp } from "@/store/tables/people.ts";

export type ModelKind = "volume" | "score";
export type RunState = "queued" | "running" | "done" | "failed" | "cancelled";
export type TrainingSchedule = "never" | "daily" | "weekly" | "monthly";

export interface ForecastModelsTable {
  id: string;
  kind: ModelKind;
  name: string;
  queue_id: string | null;
  record_kind: "lead" | "deal" | null;
  dataset: Json<unknown>;
  settings: Json<unknown>;
  schedule: Generated<TrainingSchedule>;
  next_train_at: NullableTimestamp;
  champion_id: string | null;
  drift: NullableJson<unknown>;
  demo: Generated<boolean>;
  version: Generated<number>;
  created_by: string | null;
  created_at: StampedTimestamp;
  updated_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

export interface ModelVersionsTable {
  id: string;
  model_id: string;
  n: number;
  dataset: Json<unknown>;
  settings: Json<unknown>;
  fingerprint: string;
  /** `YYYY-MM-DD` when read as text; cast in the query. */
  data_from: string | null;
  data_to: string | null;
  data_rows: number;
  findings: Json<unknown>;
  report: Json<unknown>;
  verdict: Json<unknown>;
  /** null: taken away, as only the last ones are kept. */
  blob: Uint8Array | null;
  cpu_ms: number;
  trained_at: StampedTimestamp;
  trained_by: string | null;
  promoted_at: NullableTimestamp;
  promoted_by: string | null;
  promote_reason: string | null;
}

export interface TrainingRunsTable {
  id: string;
  model_id: string;
  state: Generated<RunState>;
  asked_by: string | null;
  dataset: Json<unknown>;
  settings: Json<unknown>;
  stage: Generated<string>;
  done: Generated<number>;
  total: Generated<number>;
  error: NullableJson<{ code: string; detail?: Record<string, string | number> }>;
  version_id: string | null;
  cancel_asked: Generated<boolean>;
  queued_at: StampedTimestamp;
  started_at: NullableTimestamp;
  ended_at: NullableTimestamp;
}

export interface VolumeForecastsTable {
  model_id: string;
  day: string;
  made_on: string;
  version_id: string;
  made_at: StampedTimestamp;
  step: number;
  opens: number;
  level: number;
  expected: number[];
  low: number[];
  high: number[];
  handle: number[] | null;
  patience: number[] | null;
}

export interface ForecastingTables {
  forecast_models: ForecastModelsTable;
  model_versions: ModelVersionsTable;
  training_runs: TrainingRunsTable;
  volume_forecasts: VolumeForecastsTable;
}
