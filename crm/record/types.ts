/** Records as verbs, queries, pages and the API speak of them: one flat set of values by field key. Holds no code. */
import type { CustomFieldType, FieldOption, Money, Point, RecordKind } from "@/store/tables/records.ts";

export type { CustomFieldType, FieldOption, Money, Point, RecordKind };

/**
 * What a value is, by type of field:
 * - text, long-text, url, email, phone (E.164), select, user, team, record, source: a string; empty is `null`
 * - number: a number · money: {@link Money} · checkbox: a boolean
 * - date: `YYYY-MM-DD` · datetime: ISO 8601 in UTC
 * - multi-select, tags: strings · phones, emails: {@link Point}s · params: strings by name
 */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | Money
  | readonly Point[]
  | Record<string, string>;

export type Values = Record<string, Value>;

export type FieldType = CustomFieldType | "phones" | "emails" | "tags" | "team" | "record" | "source" | "params";

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
  /** Longest text in characters. */
  max: number;
  /** Kind that a `record` field points to. */
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
