/** Table types of records: store/migrations/0005_contacts.sql, 0007_records.sql. */
import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { Json, NullableJson } from "@/store/tables/audit.ts";
import type { NullableTimestamp, StampedTimestamp, Timestamp } from "@/store/tables/people.ts";

/** Kinds with phones and e-mails. */
export type ContactableKind = "lead" | "contact" | "company";
export type RecordKind = ContactableKind | "deal" | "task";

/** A phone (E.164) or an e-mail (lower case) of a record. */
export interface Point {
  value: string;
  /** As it was typed or received, when that differs. */
  raw?: string;
  label?: string;
}

/** An amount in minor units (kopecks, cents) of an ISO 4217 currency. */
export interface Money {
  minor: number;
  currency: string;
}

export type Written<T> = ColumnType<T, string | undefined, string>;

/** What every kind of record has. */
export interface RecordColumns {
  id: string;
  name: Generated<string>;
  tags: Written<string[]>;
  note: Generated<string>;
  custom: Written<Record<string, unknown>>;
  owner_id: string | null;
  team_id: string | null;
  import_id: string | null;
  demo: Generated<boolean>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  updated_at: StampedTimestamp;
  archived_at: NullableTimestamp;
  words: GeneratedAlways<string>;
}

interface ContactableColumns extends RecordColumns {
  phones: Written<Point[]>;
  emails: Written<Point[]>;
  city: Generated<string>;
  time_zone: Generated<string>;
  do_not_call: Generated<boolean>;
}

export type LeadStatus = "new" | "working" | "qualified" | "disqualified" | "converted";

export interface LeadsTable extends ContactableColumns {
  company: Generated<string>;
  position: Generated<string>;
  status: Generated<LeadStatus>;
  reason: Generated<string>;
  website: Generated<string>;
  region: Generated<string>;
  language: Generated<string>;
  budget: NullableJson<Money>;
  utm: Written<Record<string, string>>;
  source_id: string | null;
  contact_id: string | null;
  company_id: string | null;
  assigned_at: NullableTimestamp;
  first_response_at: NullableTimestamp;
  /** Percent; see store/migrations/0026_scores.sql. */
  score: number | null;
  score_version: string | null;
}

export interface ContactsTable extends ContactableColumns {
  company: Generated<string>;
  company_id: string | null;
  position: Generated<string>;
  language: Generated<string>;
  birthday: string | null;
  source_id: string | null;
  draft: Generated<boolean>;
}

export interface CompaniesTable extends ContactableColumns {
  website: Generated<string>;
  tax_id: Generated<string>;
  industry: Generated<string>;
  address: Generated<string>;
}

export interface RecordPointsTable {
  point: string;
  kind: ContactableKind;
  record_id: string;
  team_id: string | null;
  owner_id: string | null;
}

export interface SearchWordsTable {
  word: string;
  uses: Generated<number>;
}

export type CustomFieldType =
  | "text"
  | "long-text"
  | "number"
  | "money"
  | "date"
  | "datetime"
  | "checkbox"
  | "select"
  | "multi-select"
  | "url"
  | "email"
  | "phone"
  | "user";

export interface FieldOption {
  value: string;
  titleRu: string;
  titleEn: string;
  /** Stands in records, is offered no more. */
  retired?: boolean;
}

export interface FieldsTable {
  id: string;
  kind: RecordKind;
  key: string;
  type: CustomFieldType;
  title_ru: string;
  title_en: string;
  options: Written<FieldOption[]>;
  required: Generated<boolean>;
  position: Generated<number>;
  created_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

export interface FieldRightsTable {
  role: string;
  kind: string;
  field: string;
  level: "view" | "hidden";
}

export interface RecordLinksTable {
  system: string;
  kind: RecordKind;
  external_id: string;
  record_id: string;
}

export type ConsentChannel = "call" | "sms" | "email" | "messenger" | "personal-data";

export interface ConsentsTable {
  id: string;
  kind: RecordKind;
  record_id: string;
  channel: ConsentChannel;
  granted: boolean;
  at: Timestamp;
  manner: string;
  proof: Generated<string>;
  actor: string;
  created_at: StampedTimestamp;
}

export interface UndoEntry {
  id: string;
  /** The version that the change left; a newer one is not undone. */
  version: number;
  before: Record<string, unknown>;
  /** Of moves of deals: what the move left. Changes of other fields since do not keep it from being taken back. */
  after?: Record<string, unknown>;
  /** Of moves: the place that the deal had (`deals.rank`). */
  rank?: string;
  /** Of moves within one column: the place that it was given. */
  left?: string;
}

export interface UndoSetsTable {
  id: string;
  user_id: string | null;
  verb: string;
  kind: RecordKind;
  count: Generated<number>;
  entries: Json<UndoEntry[]>;
  created_at: StampedTimestamp;
  undone_at: NullableTimestamp;
}

export interface MergesTable {
  id: string;
  kind: RecordKind;
  survivor_id: string;
  merged_ids: string[];
  before: Json<Record<string, unknown>>;
  moved: Written<Record<string, unknown>>;
  version: number;
  actor: string;
  created_at: StampedTimestamp;
  undone_at: NullableTimestamp;
}

export interface RecordsTables {
  leads: LeadsTable;
  contacts: ContactsTable;
  companies: CompaniesTable;
  record_points: RecordPointsTable;
  search_words: SearchWordsTable;
  fields: FieldsTable;
  field_rights: FieldRightsTable;
  record_links: RecordLinksTable;
  consents: ConsentsTable;
  undo_sets: UndoSetsTable;
  merges: MergesTable;
}
