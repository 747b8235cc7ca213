/** Table types of leads from outside: store/migrations/0013_intake.sql. */
import type { ColumnType, Generated } from "kysely";
import type { Condition } from "@/crm/record/types.ts";
import type { NullableJson } from "@/store/tables/audit.ts";
import type { NullableTimestamp, StampedTimestamp } from "@/store/tables/people.ts";

type Written<T> = ColumnType<T, string | undefined, string>;

export type SourceKind = "form" | "webhook" | "email" | "import" | "missed-call" | "sms" | "manual";
export type SourceProof = "none" | "bearer" | "hmac";
/** What happens with a request of a person who is known already. */
export type DuplicatePolicy = "new" | "append" | "inbox";

/** Takes a value of the payload (or a constant) into a field of the lead. */
export interface MappingLine {
  /** `client.phones.0.value`; absent: {@link value} is taken. */
  from?: string;
  value?: string;
  /** Key of a field, or `utm.<name>`. */
  to: string;
}

export interface SourcesTable {
  id: string;
  kind: SourceKind;
  name: Generated<string>;
  builtin: string | null;
  key: string;
  proof: Generated<SourceProof>;
  enabled: Generated<boolean>;
  auto_accept: Generated<boolean>;
  duplicates: Generated<DuplicatePolicy>;
  accept_answers: Generated<boolean>;
  target_ms: Generated<number>;
  mapping: Written<MappingLine[]>;
  settings: Written<Record<string, unknown>>;
  tags: Written<string[]>;
  rule_id: string | null;
  form_version: Generated<number>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  updated_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

export interface SourceSecretsTable {
  source_id: string;
  purpose: "bearer" | "hmac" | "form" | "imap";
  hash: Uint8Array | null;
  value: string | null;
  created_at: StampedTimestamp;
}

export type RequestState =
  | "received"
  | "unsorted"
  | "accepted"
  | "declined"
  | "linked"
  | "duplicate"
  | "spam"
  | "failed";

export interface IntakeRequestsTable {
  id: string;
  source_id: string;
  dedup_key: string;
  received_at: StampedTimestamp;
  content_type: Generated<string>;
  raw: Uint8Array;
  truncated: Generated<boolean>;
  headers: Written<Record<string, string>>;
  ip: Generated<string>;
  state: Generated<RequestState>;
  repeats: Generated<number>;
  error: string | null;
  error_detail: string | null;
  attempts: Generated<number>;
  next_at: StampedTimestamp;
  suspicion: string | null;
  mapped: NullableJson<Record<string, unknown>>;
  title: Generated<string>;
  lead_id: string | null;
  contact_id: string | null;
  company_id: string | null;
  lead_version: number | null;
  handled_by: string | null;
  handled_at: NullableTimestamp;
  reason: Generated<string>;
}

export interface MailCursorsTable {
  source_id: string;
  uid_validity: Generated<string>;
  /** bigint, read as text. */
  last_uid: ColumnType<string, number | string | undefined, number | string>;
  state: Generated<"waiting" | "connected" | "failed">;
  error: string | null;
  checked_at: NullableTimestamp;
  lease_by: string | null;
  lease_until: NullableTimestamp;
}

export interface EndedCallsTable {
  call_id: string;
  at: StampedTimestamp;
  attempts: Generated<number>;
  next_at: StampedTimestamp;
  error: string | null;
}

export type AssignmentStrategy = "round-robin" | "load" | "person" | "team";
export type AssignmentFallback = "next" | "offline" | "nobody";

/** Days of ISO 8601: 1 is Monday. Times are of the clock in `timeZone`; "" is the site's. */
export interface WorkingHours {
  days: number[];
  from: string;
  to: string;
  timeZone: string;
}

export interface AssignmentPool {
  users: string[];
  teams: string[];
  /** How many times the share of others; absent: 1. */
  weights: Record<string, number>;
}

export interface AssignmentRulesTable {
  id: string;
  name: string;
  position: Generated<number>;
  enabled: Generated<boolean>;
  conditions: Written<Condition[]>;
  hours: Written<"any" | "site" | WorkingHours>;
  strategy: AssignmentStrategy;
  pool: Written<AssignmentPool>;
  online_only: Generated<boolean>;
  fallback: Generated<AssignmentFallback>;
  team_id: string | null;
  last_user: string | null;
  given: ColumnType<string, number | undefined, number>;
  version: Generated<number>;
  created_at: StampedTimestamp;
}

export interface LinePresenceTable {
  user_id: string;
  seen_at: StampedTimestamp;
}

export interface IntakeTables {
  sources: SourcesTable;
  source_secrets: SourceSecretsTable;
  intake_requests: IntakeRequestsTable;
  mail_cursors: MailCursorsTable;
  ended_calls: EndedCallsTable;
  assignment_rules: AssignmentRulesTable;
  line_presence: LinePresenceTable;
}
