/** Between rows of the tables and values of records: what is selected, what is written, what a filter compares. */
import { type RawBuilder, sql } from "kysely";
import type { Access } from "@/store/access.ts";
import { fieldRight, type Schema } from "@/crm/record/schema.ts";
import type { CrmRecord, DealLine, Field, Point, RecordKind, Value, Values } from "@/crm/record/types.ts";
import { emptyValue } from "@/crm/record/values.ts";
import { maskEmail, maskPhone } from "@/crm/record/masking.ts";

export type Row = Record<string, unknown> & {
  id: string;
  version: number;
  archived_at: Date | null;
  owner_id: string | null;
  team_id: string | null;
  custom: Record<string, Value>;
};

/** Columns of `r` that a record is made of; days as text, because a Date would move them between zones. */
export function selection(schema: Schema): RawBuilder<Row> {
  const columns = [...schema.values()].filter((field) => field.column !== null).map(({ column, type }) =>
    type === "date" ? sql`r.${sql.ref(column!)}::text as ${sql.ref(column!)}` : sql`r.${sql.ref(column!)}`
  );
  return sql<Row>`r.id, r.version, r.archived_at, r.custom, ${sql.join(columns)}`;
}

/** A row as its whole record, before any right over fields. */
export function toRecord(row: Row, kind: RecordKind, schema: Schema): CrmRecord {
  const values: Values = {};
  for (const field of schema.values()) values[field.key] = valueOf(row, field);
  return { id: row.id, kind, version: row.version, archived: row.archived_at !== null, values };
}

function valueOf(row: Row, field: Field): Value {
  const stored = field.column === null ? row.custom[field.key] : row[field.column] as Value | Date | undefined;
  if (stored === undefined || stored === null || stored === "") return emptyValue(field);
  // jsonb gives keys back in an order of its own; values are compared as they are read from people.
  if (field.type === "phones" || field.type === "emails") return (stored as Point[]).map(pointOf);
  if (field.type === "lines") return (stored as DealLine[]).map(lineOf);
  return stored instanceof Date ? stored.toISOString() : stored;
}

const pointOf = ({ value, raw, label }: Point): Point => ({
  value,
  ...(raw ? { raw } : {}),
  ...(label ? { label } : {}),
});

const lineOf = ({ product, name, quantity, price: { minor, currency }, discount }: DealLine): DealLine => ({
  product,
  name,
  quantity,
  price: { minor, currency },
  discount,
});

/** The record as this person sees it: hidden fields are not there, numbers and addresses masked where they must be. */
export function asSeen(record: CrmRecord, access: Access, options: { schema: Schema }): CrmRecord {
  const full = access.permissions.has("phones.full");
  if (full && !access.fields?.size) return record;
  const values: Values = {};
  for (const [key, value] of Object.entries(record.values)) {
    if (fieldRight(access, record.kind, key) === "hidden") continue;
    const field = options.schema.get(key);
    values[key] = full || !field ? value : masked(field, value);
  }
  return { ...record, values };
}

function masked(field: Field, value: Value): Value {
  if (value === null) return value;
  const points = (mask: (text: string) => string) =>
    (value as Point[]).map((point) => ({ value: mask(point.value), ...(point.label ? { label: point.label } : {}) }));
  switch (field.type) {
    case "phones":
      return points(maskPhone);
    case "emails":
      return points(maskEmail);
    case "phone":
      return maskPhone(value as string);
    case "email":
      return maskEmail(value as string);
    default:
      return value;
  }
}

/** The value as its column takes it. */
export function stored(field: Field, value: Value): unknown {
  switch (field.type) {
    case "phones":
    case "emails":
    case "tags":
    case "params":
    case "records":
    case "lines":
    case "reminders":
      return JSON.stringify(value ?? emptyValue(field));
    case "money":
      return value === null ? null : JSON.stringify(value);
    case "text":
    case "long-text":
    case "url":
    case "phone":
    case "select":
      return value ?? "";
    default:
      return value;
  }
}

/** Values split into columns and the patch of `custom`; null in `custom` takes a key out (`jsonb_strip_nulls`). */
export function toColumns(values: Values, schema: Schema): { columns: Record<string, unknown>; custom: Values } {
  const columns: Record<string, unknown> = {};
  const custom: Values = {};
  for (const [key, value] of Object.entries(values)) {
    const field = schema.get(key);
    if (!field || field.kept) continue;
    if (field.column === null) custom[key] = value;
    else columns[field.column] = stored(field, value);
  }
  return { columns, custom };
}

/** The field as SQL compares and sorts it: text, number, day or moment; lists and money by their parts. */
export function expression(field: Field): RawBuilder<unknown> {
  const custom = sql`r.custom ->> ${sql.lit(field.key)}`;
  if (field.column === null) {
    switch (field.type) {
      case "number":
        return sql`(${custom})::numeric`;
      case "money":
        return sql`(r.custom #>> array[${sql.lit(field.key)}, 'minor'])::numeric`;
      case "checkbox":
        return sql`coalesce((${custom})::boolean, false)`;
      default:
        return sql`(${custom})`;
    }
  }
  const column = sql`r.${sql.ref(field.column)}`;
  return field.type === "money" ? sql`(${column} ->> 'minor')::numeric` : column;
}
