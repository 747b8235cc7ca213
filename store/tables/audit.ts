/** Table types of the event log and the audit: store/migrations/0002_people.sql. */
import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { StampedTimestamp } from "@/store/tables/people.ts";

/** jsonb: written as text made by JSON.stringify, read parsed. */
export type Json<T> = ColumnType<T, string, string>;
export type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

export interface EventsTable {
  /** Final order, given after the commit (crm/changes/order.ts); null: not given yet. */
  seq: ColumnType<string | null, undefined, string>;
  /** bigint, read as text. Readers by cursor also wait for older transactions (`tx < pg_snapshot_xmin`). */
  position: GeneratedAlways<string>;
  id: string;
  tx: GeneratedAlways<string>;
  at: StampedTimestamp;
  type: string;
  entity_kind: string;
  entity_id: string;
  actor: string;
  origin: string;
  cause: string | null;
  depth: Generated<number>;
  quiet: Generated<boolean>;
  data: Json<Record<string, unknown>>;
  /** Of changes: what the fields in `data` held. */
  before: NullableJson<Record<string, unknown>>;
}

export interface AuditTable {
  id: string;
  at: StampedTimestamp;
  actor: string;
  origin: string;
  ip: string | null;
  action: string;
  entity_kind: string;
  entity_id: string;
  event_id: string | null;
  before: NullableJson<Record<string, unknown>>;
  after: NullableJson<Record<string, unknown>>;
}

export interface AuditTables {
  events: EventsTable;
  audit: AuditTable;
}
