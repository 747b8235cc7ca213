/** Table types of the call history: store/migrations/0004_calls.sql. */
import type { Generated } from "kysely";
import type { AcdDecision } from "@/actors/acd/types.ts";
import type { Json } from "@/store/tables/audit.ts";
import type { NullableTimestamp, Timestamp } from "@/store/tables/people.ts";

export type CallDirection = "inbound" | "outbound" | "internal";

/** How the call ended for the caller; `refused` covers an empty and a full queue, `unrouted` an unknown number. */
export type CallOutcome = "answered" | "abandoned" | "timeout" | "refused" | "unrouted" | "lost";

export type SegmentKind = "ivr" | "queue" | "ring" | "agent" | "hold" | "wrap-up";

export interface CallsTable {
  id: string;
  direction: CallDirection;
  number: string;
  caller_name: Generated<string>;
  contact_id: string | null;
  did: Generated<string>;
  queue_id: string | null;
  agent_id: string | null;
  team_id: string | null;
  started_at: Timestamp;
  queued_at: NullableTimestamp;
  answered_at: NullableTimestamp;
  ended_at: NullableTimestamp;
  wait_ms: Generated<number>;
  talk_ms: Generated<number>;
  hold_ms: Generated<number>;
  wrap_ms: Generated<number>;
  outcome: CallOutcome | null;
  end_reason: string | null;
  recording_name: string | null;
  recording_seconds: number | null;
  disposition: string | null;
  notes: Generated<string>;
  rating: number | null;
  /** bigint, read as text. */
  revision: Generated<string>;
  notes_edited_at: NullableTimestamp;
  disposition_edited_at: NullableTimestamp;
  demo: Generated<boolean>;
}

export interface CallSegmentsTable {
  call_id: string;
  n: number;
  kind: SegmentKind;
  queue_id: string | null;
  agent_id: string | null;
  from_at: Timestamp;
  to_at: NullableTimestamp;
  outcome: string | null;
  /** Of an agent who talked and is not the call's (last) agent. */
  handed_over: Generated<boolean>;
}

export interface AcdDecisionsTable {
  id: string;
  call_id: string;
  at: Timestamp;
  data: Json<AcdDecision>;
}

export interface CallsTables {
  calls: CallsTable;
  call_segments: CallSegmentsTable;
  acd_decisions: AcdDecisionsTable;
}
