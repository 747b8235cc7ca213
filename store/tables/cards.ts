/** Table types of a record's card: store/migrations/0011_cards.sql. */
import type { Generated } from "kysely";
import type { NullableTimestamp, StampedTimestamp, Timestamp } from "@/store/tables/people.ts";
import type { RecordKind } from "@/store/tables/records.ts";

export interface NotesTable {
  id: string;
  kind: RecordKind;
  record_id: string;
  body: string;
  author: string;
  created_at: StampedTimestamp;
  edited_at: NullableTimestamp;
  archived_at: NullableTimestamp;
}

export type DuplicateWhy = "phone" | "email" | "name";

export interface DuplicatePairsTable {
  id: string;
  kind: RecordKind;
  a: string;
  b: string;
  why: DuplicateWhy;
  likeness: number;
  state: Generated<"open" | "dismissed" | "merged">;
  found_at: StampedTimestamp;
  settled_at: NullableTimestamp;
  settled_by: string | null;
}

export interface DuplicateScansTable {
  kind: RecordKind;
  updated_at: Timestamp;
  record_id: string;
}

export interface CardsTables {
  notes: NotesTable;
  duplicate_pairs: DuplicatePairsTable;
  duplicate_scans: DuplicateScansTable;
}
