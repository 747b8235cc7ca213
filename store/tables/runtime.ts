/** Table types of the runtime's own storage: store/migrations/0001_runtime.sql. */
import type { ColumnType, Generated } from "kysely";
import type { LiveValue } from "@/actors/runtime/types.ts";

/** bigint: read as text, written as number or text. */
type Bigint = ColumnType<string, number | string, number | string>;
type Filled = ColumnType<Date, Date | string | undefined, Date | string>;
type Optional = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

/** Written as JSON text. */
type JsonText = ColumnType<LiveValue, string, string>;

export interface RuntimeTables {
  journal: {
    stream: string;
    seq: Bigint;
    at: ColumnType<Date, Date | string, Date | string>;
    event: JsonText;
    command: string | null;
    origin: string | null;
    cause: string | null;
  };
  journal_snapshots: { stream: string; seq: Bigint; version: number; state: JsonText; saved_at: Filled };
  shards: { shard: number; owner: string | null; epoch: Bigint; expires: Filled };
  nodes: {
    owner: string;
    node: string;
    machine: string;
    pid: number;
    process_start: string;
    started_at: Filled;
    seen: Filled;
  };
  jobs: {
    id: Generated<string>;
    name: string;
    key: string | null;
    payload: JsonText;
    state: Generated<"waiting" | "running" | "done" | "dead">;
    run_at: Filled;
    attempt: Generated<number>;
    max_attempts: Generated<number>;
    backoff_ms: Generated<number>;
    worker: string | null;
    lease_until: Optional;
    last_error: string | null;
    created_at: Filled;
    finished_at: Optional;
  };
  intents: {
    id: string;
    kind: string;
    stream: string | null;
    data: JsonText;
    state: Generated<"begun" | "done" | "failed">;
    result: ColumnType<LiveValue | null, string | null | undefined, string | null>;
    begun_at: Filled;
    settled_at: Optional;
  };
}
