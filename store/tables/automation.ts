/** Table types of automation: store/migrations/0019_automation.sql. */
import type { ColumnType, Generated } from "kysely";
import type { Json, NullableJson } from "@/store/tables/audit.ts";
import type { NullableTimestamp, StampedTimestamp, Timestamp } from "@/store/tables/people.ts";

export type RunState = "queued" | "waiting" | "done" | "skipped" | "failed" | "stopped";

type Written<T> = ColumnType<T, string | undefined, string>;
type Plain = Record<string, unknown>;

export interface AutomationRulesTable {
  id: string;
  name: string;
  enabled: Generated<boolean>;
  position: Generated<number>;
  trigger: Json<Plain & { type: string }>;
  conditions: Json<Plain>;
  actions: Json<(Plain & { type: string })[]>;
  owner_id: string | null;
  secret: string | null;
  since: StampedTimestamp;
  looked_at: NullableTimestamp;
  paused_at: NullableTimestamp;
  pause_reason: string | null;
  failures: Generated<number>;
  /** bigint as text. */
  fired: Generated<string>;
  failed: Generated<string>;
  last_fired_at: NullableTimestamp;
  turns: Written<Record<string, string>>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  updated_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

export interface AutomationRunsTable {
  id: string;
  rule_id: string;
  key: string;
  event_id: string | null;
  event: Json<Plain>;
  kind: string;
  record_id: string;
  title: Generated<string>;
  chain: Written<Plain[]>;
  depth: Generated<number>;
  state: Generated<RunState>;
  error: string | null;
  detail: NullableJson<Plain>;
  decision: NullableJson<Plain>;
  results: Written<Plain[]>;
  step: Generated<number>;
  recheck: Generated<boolean>;
  due_at: StampedTimestamp;
  event_at: Timestamp;
  created_at: StampedTimestamp;
  finished_at: NullableTimestamp;
  duration_ms: number | null;
}

export interface AutomationTables {
  automation_rules: AutomationRulesTable;
  automation_runs: AutomationRunsTable;
}
