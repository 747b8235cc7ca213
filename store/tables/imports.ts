/** Table types of imports: store/migrations/0012_imports.sql. */
import type { ColumnType, Generated } from "kysely";
import type { Json, NullableJson } from "@/store/tables/audit.ts";
import type { NullableTimestamp, StampedTimestamp } from "@/store/tables/people.ts";
import type { CustomFieldType, RecordKind } from "@/store/tables/records.ts";

export type ImportState =
  | "uploaded"
  | "checking"
  | "checked"
  | "running"
  | "paused"
  | "done"
  | "failed"
  | "cancelled"
  | "undoing"
  | "undone";

/** What becomes of a column. */
export type ImportTarget =
  | { to: "skip" | "created" | "updated" | "external-id" | "owner" | "company" }
  | { to: "field"; field: string }
  | { to: "name"; part: "last" | "first" | "middle" }
  | { to: "new-field"; type: Exclude<CustomFieldType, "multi-select" | "user">; title: string }
  | SalesTarget;

/** What becomes of a column of deals or tasks. */
export type SalesTarget =
  /** When it was really closed, has stood in its stage, was done. */
  | { to: "moment"; field: "closed" | "stageSince" | "done" }
  /** When it entered the stage of this name (read as the column of stages is). */
  | { to: "entered"; stage: string }
  | { to: "product"; part: "name" | "quantity" | "price" | "discount" }
  /** Found by any of these, or made. */
  | { to: "contact"; part: "name" | "phone" | "email" | "id" }
  /** Of tasks: the deal or lead of this id in the other system, or of this name. */
  | { to: "link"; kind: "deal" | "lead" }
  | { to: "currency" };

export interface ImportColumn {
  title: string;
  target: ImportTarget;
  /** Exact text of a cell → the text that is read instead, or a mark (crm/import/rows/marks.ts). */
  values?: Record<string, string>;
  /** Key of the own field that keeps names of people who have no account here; made by the run. */
  keep?: string;
}

export interface ImportMapping {
  columns: ImportColumn[];
}

export type ImportDuplicates = "skip" | "update" | "fill-empty" | "create";
export type ImportMatch = "phone" | "email" | "external-id" | "name";

export interface ImportOptions {
  /** Constants by field. */
  values: Record<string, unknown>;
  timeZone: string;
  /** Of dates like 03/04/2026. */
  dateOrder: "dmy" | "mdy";
  currency: string;
  /** null: whoever imports. */
  owner: string | null;
  team: string | null;
  tags: string[];
  /** null: the built-in source of imports. */
  source: string | null;
  /** Name of the other system, of external ids. */
  system: string;
  duplicates: ImportDuplicates;
  match: ImportMatch[];
  badValues: "reject" | "drop";
  automation: boolean;
}

export interface ImportFormat {
  kind: "csv" | "xlsx";
  encoding?: string;
  separator?: string;
  sheets: { name: string; hidden: boolean }[];
  sheet?: string;
  header: boolean;
  /** Titles, and a few different cells of each column. */
  columns: { title: string; samples: string[] }[];
  suggestion: ImportMapping;
}

export interface ImportCounters {
  total: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  /** Cells that were left out of rows that came in. */
  warned: number;
}

export interface ImportError {
  code: string;
  detail?: Record<string, string | number>;
}

export interface ImportPreviewRow {
  row: number;
  action: "create" | "update" | "skip" | "fail";
  values: Record<string, unknown>;
  name: string;
  existing: { id: string; name: string } | null;
  errors: (ImportError & { column: string })[];
}

export interface UnknownValue {
  value: string;
  count: number;
  /** What we know that is spelt nearly so: a proposal. */
  like?: string;
}

export interface ImportCheck {
  counters: ImportCounters;
  /** Values that a select column does not know, by index of the column. */
  unknown: Record<string, UnknownValue[]>;
  preview: ImportPreviewRow[];
}

export interface ImportUndo {
  deleted: number;
  restored: number;
  kept: number;
}

export interface ImportsTable {
  id: string;
  kind: RecordKind;
  state: Generated<ImportState>;
  file_name: string;
  /** bigint, read as text. */
  size: ColumnType<string, number, never>;
  sha256: Uint8Array;
  path: string | null;
  format: Json<ImportFormat>;
  header: string[];
  mapping: Json<ImportMapping>;
  options: Json<ImportOptions>;
  counters: ColumnType<ImportCounters | Record<never, never>, string | undefined, string>;
  checked: NullableJson<ImportCheck>;
  position: Generated<number>;
  progress: Generated<number>;
  error: NullableJson<ImportError>;
  undo: NullableJson<ImportUndo>;
  granted: Generated<string[]>;
  run: string | null;
  user_id: string;
  version: Generated<number>;
  created_at: StampedTimestamp;
  work_at: NullableTimestamp;
  work_from: Generated<number>;
  started_at: NullableTimestamp;
  finished_at: NullableTimestamp;
}

export interface ImportErrorsTable {
  import_id: string;
  n: number;
  at: number;
  row: number;
  column_name: Generated<string>;
  code: string;
  detail: NullableJson<Record<string, string | number>>;
  value: Generated<string>;
  warning: Generated<boolean>;
}

export interface ImportChangesTable {
  import_id: string;
  record_id: string;
  kind: RecordKind;
  created: boolean;
  version: number;
  touched: Generated<boolean>;
  linked: Generated<string[]>;
  before: NullableJson<Record<string, unknown>>;
  kept: "changed" | "used" | null;
}

export interface ImportPresetsTable {
  id: string;
  kind: RecordKind;
  name: string;
  mapping: Json<ImportMapping>;
  options: Json<ImportOptions>;
  owner_id: string;
  shared: Generated<boolean>;
  created_at: StampedTimestamp;
}

export interface ImportsTables {
  imports: ImportsTable;
  import_errors: ImportErrorsTable;
  import_changes: ImportChangesTable;
  import_presets: ImportPresetsTable;
}
