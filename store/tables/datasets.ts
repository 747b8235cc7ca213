/** Table types of data for models: store/migrations/0024_datasets.sql. */
import type { Generated } from "kysely";
import type { Json } from "@/store/tables/audit.ts";
import type { StampedTimestamp } from "@/store/tables/people.ts";

export interface DatasetUploadsTable {
  id: string;
  kind: "volume" | "records";
  name: string;
  bytes: number;
  sha256: Uint8Array;
  content: Uint8Array;
  row_count: number;
  /** `YYYY-MM-DD`; cast to text when it is read. */
  first_day: string | null;
  last_day: string | null;
  step: number | null;
  calls: number | null;
  columns: Generated<string[]>;
  outcomes: Generated<string[]>;
  findings: Json<unknown>;
  created_by: string | null;
  created_at: StampedTimestamp;
}

export interface MarkedDaysTable {
  id: string;
  /** null: all queues. */
  queue_id: string | null;
  kind: string;
  /** `YYYY-MM-DD`; cast to text when it is read. */
  first_day: string;
  last_day: string;
  name: Generated<string>;
  created_by: string | null;
  created_at: StampedTimestamp;
}

export interface DatasetsTables {
  dataset_uploads: DatasetUploadsTable;
  marked_days: MarkedDaysTable;
}
