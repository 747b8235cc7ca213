/** Records as verbs, queries, pages and the API speak of them: one flat set of values by field key. Holds no code. */
import type {
  ContactableKind,
  CustomFieldType,
  FieldOption,
  Money,
  Point,
  RecordKind,
} from "@/store/tables/records.ts";
import type { DealLine, Reminder } from "@/store/tables/sales.ts";

export type { ContactableKind, CustomFieldType, DealLine, FieldOption, Money, Point, RecordKind, Reminder };

/**
 * What a value is, by type of field:
 * - text, long-text, url, email, phone (E.164), select, user, team, record, source, pipeline, stage, loss-reason: a
 *   string (of the last seven an id); empty is `null`
 * - number: a number · money: {@link Money} · checkbox: a boolean
 * - date: `YYYY-MM-DD` · datetime: ISO 8601 in UTC
 * - multi-select, tags, records (ids): strings · lines: {@link DealLine}s · reminders: {@link Reminder}s · phones, emails: {@link Point}s · params: strings by name
 */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | Money
  | readonly Point[]
  | readonly DealLine[]
  | readonly Reminder[]
  | Record<string, string>;

export type Values = Record<string, Value>;

export type FieldType =
  | CustomFieldType
  | "phones"
  | "emails"
  | "tags"
  | "team"
  | "record"
  | "records"
  | "source"
  | "params"
  | "pipeline"
  | "stage"
  | "loss-reason"
  | "lines"
  | "reminders";

export interface Field {
  key: string;
  type: FieldType;
  /** Column of the kind's table; null: an own field, in `custom`. */
  column: string | null;
  /** Own fields only; built-in ones are called `records.field.<key>` in the catalogues. */
  title: { ru: string; en: string } | null;
  /** Own fields only. */
  options: readonly FieldOption[];
  /** Fixed values of a built-in select; their words: `records.<key>.<value>`. */
  choices: readonly string[];
  required: boolean;
  /** Set by the program; people see and filter it. */
  readOnly: boolean;
  /** Kept by the database itself: read and filtered by, never written, not even by undo. */
  kept: boolean;
  /** Longest text in characters. */
  max: number;
  /** Kind that a `record` or `records` field points to. */
  target: RecordKind | null;
}

export interface CrmRecord {
  id: string;
  kind: RecordKind;
  version: number;
  /** Deleted, can be restored. */
  archived: boolean;
  values: Values;
}

export type FilterOp =
  | "is"
  | "is-not"
  | "any-of"
  | "none-of"
  | "contains"
  | "empty"
  | "filled"
  | "more"
  | "less"
  | "between"
  | "on"
  | "before"
  | "after"
  | "last-days"
  | "past"
  | "me"
  | "my-teams";

export interface Condition {
  field: string;
  op: FilterOp;
  value?: string | number | boolean | readonly (string | number)[];
}

export interface Sort {
  field: string;
  desc: boolean;
}
