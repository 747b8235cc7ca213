/** Rows of the tables as pages see them. */
import { type RawBuilder, sql } from "kysely";
import type { DatasetSpec } from "@/ml/datasets/types.ts";
import type { Drift, ModelRow, RunRow, Verdict, VersionRow } from "@/ml/registry/types.ts";
import type { ModelKind, RunState, TrainingSchedule } from "@/store/tables/forecasting.ts";

type Settings = ModelRow["settings"];

export interface StoredVersion {
  id: string;
  model_id: string;
  n: number;
  fingerprint: string;
  data_from: string | null;
  data_to: string | null;
  data_rows: number;
  verdict: Verdict;
  cpu_ms: number;
  trained_at: Date;
  trained_by: string | null;
  trained_name: string | null;
  promoted_at: Date | null;
  promoted_by: string | null;
  promoted_name: string | null;
  promote_reason: string | null;
  champion: boolean;
  blob_bytes: number;
}

/** Everything of versions but the model and what it found out. Continue with `where v.…`. */
export const VERSIONS: RawBuilder<StoredVersion> = sql`
  select v.id, v.model_id, v.n, v.fingerprint, v.data_from::text, v.data_to::text, v.data_rows, v.verdict, v.cpu_ms,
    v.trained_at, v.trained_by, t.name as trained_name, v.promoted_at, v.promoted_by, p.name as promoted_name,
    v.promote_reason, m.champion_id is not distinct from v.id as champion, coalesce(octet_length(v.blob), 0) as blob_bytes
  from model_versions v join forecast_models m on m.id = v.model_id
    left join users t on t.id = v.trained_by left join users p on p.id = v.promoted_by`;

export function versionRow(row: StoredVersion): VersionRow {
  return {
    id: row.id,
    n: row.n,
    fingerprint: row.fingerprint,
    dataFrom: row.data_from,
    dataTo: row.data_to,
    dataRows: row.data_rows,
    verdict: row.verdict,
    cpuMs: row.cpu_ms,
    trainedAt: row.trained_at.toISOString(),
    trainedBy: named(row.trained_by, row.trained_name),
    promotedAt: row.promoted_at?.toISOString() ?? null,
    promotedBy: named(row.promoted_by, row.promoted_name),
    promoteReason: row.promote_reason,
    champion: row.champion,
    blobBytes: row.blob_bytes,
  };
}

export interface StoredRun {
  id: string;
  model_id: string;
  state: RunState;
  asked_by: string | null;
  asked_name: string | null;
  stage: string;
  done: number;
  total: number;
  error: RunRow["error"];
  version_id: string | null;
  queued_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
}

/** Trainings. Continue with `where r.…`. */
export const RUNS: RawBuilder<StoredRun> = sql`
  select r.id, r.model_id, r.state, r.asked_by, u.name as asked_name, r.stage, r.done, r.total, r.error, r.version_id,
    r.queued_at, r.started_at, r.ended_at
  from training_runs r left join users u on u.id = r.asked_by`;

export function runRow(row: StoredRun): RunRow {
  return {
    id: row.id,
    model: row.model_id,
    state: row.state,
    stage: row.stage,
    done: row.done,
    total: row.total,
    error: row.error,
    version: row.version_id,
    queuedAt: row.queued_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    askedBy: named(row.asked_by, row.asked_name),
  };
}

export interface StoredModel {
  id: string;
  kind: ModelKind;
  name: string;
  queue_id: string | null;
  queue_name: string | null;
  record_kind: "lead" | "deal" | null;
  dataset: DatasetSpec;
  settings: Settings;
  schedule: TrainingSchedule;
  next_train_at: Date | null;
  champion_id: string | null;
  drift: Drift | null;
  version: number;
}

/** Models. Continue with `where m.…`. */
export const MODELS: RawBuilder<StoredModel> = sql`
  select m.id, m.kind, m.name, m.queue_id, q.name as queue_name, m.record_kind, m.dataset, m.settings, m.schedule,
    m.next_train_at, m.champion_id, m.drift, m.version
  from forecast_models m left join queues q on q.id = m.queue_id`;

export function modelRow(
  row: StoredModel,
  beside: { champion: VersionRow | null; newest: VersionRow | null; run: RunRow | null },
): ModelRow {
  const { champion, newest, run } = beside;
  const waits = newest !== null && !newest.champion && newest.promotedAt === null;
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    queue: named(row.queue_id, row.queue_name),
    recordKind: row.record_kind,
    dataset: row.dataset,
    settings: row.settings,
    schedule: row.schedule,
    nextTrainAt: row.next_train_at?.toISOString() ?? null,
    champion,
    challenger: waits ? newest : null,
    run,
    drift: row.drift,
    version: row.version,
  };
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: name ?? "" };
}
