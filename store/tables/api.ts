/** Table types of the machine side: store/migrations/0009_api.sql. */
import type { Generated } from "kysely";
import type { NullableJson } from "@/store/tables/audit.ts";
import type { NullableTimestamp, StampedTimestamp } from "@/store/tables/people.ts";

export interface ApiTokensTable {
  id: string;
  user_id: string;
  name: string;
  token_sha256: Uint8Array;
  prefix: string;
  scopes: string[];
  rate_per_second: Generated<number>;
  created_by: string;
  created_at: StampedTimestamp;
  expires_at: NullableTimestamp;
  last_used_at: NullableTimestamp;
  last_ip: string | null;
  revoked_at: NullableTimestamp;
}

/** The change that a request made, known even when its answer was lost. */
export interface Applied {
  type: string;
  kind: string;
  id: string;
}

export interface IdempotencyKeysTable {
  user_id: string;
  key: string;
  request: string;
  body_sha256: Uint8Array;
  claim: string;
  claimed_at: StampedTimestamp;
  applied: NullableJson<Applied>;
  status: number | null;
  content_type: string | null;
  response: Uint8Array | null;
  created_at: StampedTimestamp;
}

export interface EventCursorsTable {
  name: string;
  /** bigint, read as text. */
  position: string;
  updated_at: StampedTimestamp;
}

export interface WebhooksTable {
  id: string;
  name: string;
  url: string;
  events: string[];
  secret: string;
  old_secret: string | null;
  old_secret_until: NullableTimestamp;
  enabled: Generated<boolean>;
  allow_private: Generated<boolean>;
  failing_since: NullableTimestamp;
  failures: Generated<number>;
  paused_until: NullableTimestamp;
  disabled_reason: "failing" | "gone" | null;
  owner_id: string;
  version: Generated<number>;
  created_at: StampedTimestamp;
  updated_at: StampedTimestamp;
}

export type DeliveryState = "pending" | "failed" | "delivered" | "dead";

export interface WebhookDeliveriesTable {
  id: string;
  webhook_id: string;
  event_id: string;
  event_type: string;
  state: Generated<DeliveryState>;
  attempts: Generated<number>;
  next_at: StampedTimestamp;
  claimed_until: NullableTimestamp;
  tried_at: NullableTimestamp;
  status: number | null;
  response: string | null;
  duration_ms: number | null;
  error: string | null;
  created_at: StampedTimestamp;
}

export interface ApiTables {
  api_tokens: ApiTokensTable;
  idempotency_keys: IdempotencyKeysTable;
  event_cursors: EventCursorsTable;
  webhooks: WebhooksTable;
  webhook_deliveries: WebhookDeliveriesTable;
}
