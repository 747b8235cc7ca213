/** Conditions of a list as SQL over the table as `r`. What a person may not see cannot be filtered by either. */
import { type RawBuilder, sql } from "kysely";
import type { Access } from "@/store/access.ts";
import { BadInputError } from "@/crm/result.ts";
import { expression } from "@/crm/record/columns.ts";
import { fieldRight, type Schema } from "@/crm/record/schema.ts";
import type { Condition, Field, RecordKind } from "@/crm/record/types.ts";
import { readDay } from "@/crm/record/days.ts";
import { OPS_OF } from "@/crm/record/filter_ops.ts";
import { readValue } from "@/crm/record/values.ts";

export interface FilterOptions {
  kind: RecordKind;
  schema: Schema;
  /** IANA zone in which a day begins. */
  timeZone: string;
}

/** @throws {BadInputError} with the field's key: unknown, hidden, an op that it does not have, a value that is none */
export function conditionsOf(
  filter: readonly Condition[],
  access: Access,
  options: FilterOptions,
): RawBuilder<boolean>[] {
  return filter.map((condition) => {
    const field = options.schema.get(condition.field);
    if (!field || fieldRight(access, options.kind, field.key) === "hidden") throw new BadInputError(condition.field);
    if (!OPS_OF[field.type].includes(condition.op)) throw new BadInputError(condition.field);
    return one(condition, field, { access, timeZone: options.timeZone });
  });
}

function one(
  condition: Condition,
  field: Field,
  options: { access: Access; timeZone: string },
): RawBuilder<boolean> {
  const expr = expression(field);
  const { access, timeZone } = options;
  const value = () => single(condition, field, timeZone);
  const bound = (n: number) => bounds(condition, field, timeZone)[n];
  switch (condition.op) {
    case "empty":
      return isEmptySql(field, expr);
    case "filled":
      return sql<boolean>`not ${isEmptySql(field, expr)}`;
    case "is":
      return equals(field, expr, value());
    case "is-not":
      return sql<boolean>`not coalesce(${equals(field, expr, value())}, false)`;
    case "any-of":
      return anyOf(field, expr, many(condition, field, timeZone));
    case "none-of":
      return sql<boolean>`not coalesce(${anyOf(field, expr, many(condition, field, timeZone))}, false)`;
    case "contains":
      return contains(field, expr, {
        text: `${condition.value ?? ""}`.trim(),
        full: access.permissions.has("phones.full"),
      });
    case "more":
      return sql<boolean>`${expr} > ${value()}`;
    case "less":
      return sql<boolean>`${expr} < ${value()}`;
    case "between":
      return isTime(field)
        ? sql<boolean>`(${expr} >= ${bound(0)} and ${expr} < ${dayAfter(field, bound(1))})`
        : sql<boolean>`${expr} between ${bound(0)} and ${bound(1)}`;
    case "on":
      return sql<boolean>`(${expr} >= ${day(condition, field, timeZone)} and ${expr} < ${
        dayAfter(field, day(condition, field, timeZone))
      })`;
    case "before":
      return sql<boolean>`${expr} < ${day(condition, field, timeZone)}`;
    case "after":
      return sql<boolean>`${expr} >= ${dayAfter(field, day(condition, field, timeZone))}`;
    case "last-days":
      return sql<boolean>`${expr} >= ${daysAgo(condition, field, timeZone)}`;
    case "past":
      return sql<boolean>`${expr} < ${
        field.type === "date" ? daysAgo({ ...condition, value: 0 }, field, timeZone) : present(field)
      }`;
    case "me":
      return access.user === "system" ? sql<boolean>`false` : sql<boolean>`${expr} = ${access.user}::uuid`;
    case "my-teams":
      return sql<boolean>`${expr} = any(${[...access.teams]}::uuid[])`;
  }
}

function isEmptySql(field: Field, expr: RawBuilder<unknown>): RawBuilder<boolean> {
  switch (field.type) {
    case "phones":
    case "emails":
    case "tags":
    case "records":
    case "lines":
    case "reminders":
      return sql<boolean>`(${expr} = '[]'::jsonb)`;
    case "params":
      return sql<boolean>`(${expr} = '{}'::jsonb)`;
    case "multi-select":
      return sql<boolean>`(coalesce(${expr}, '[]') = '[]')`;
    case "text":
    case "long-text":
    case "url":
    case "email":
    case "phone":
    case "select":
      return sql<boolean>`(coalesce(${expr}, '') = '')`;
    default:
      return sql<boolean>`(${expr} is null)`;
  }
}

/** Own fields are asked by containment, for which `custom` has an index. */
function equals(field: Field, expr: RawBuilder<unknown>, value: unknown): RawBuilder<boolean> {
  if (field.column === null && field.type !== "money" && !(field.type === "checkbox" && value === false)) {
    return sql<boolean>`r.custom @> ${JSON.stringify({ [field.key]: value })}::jsonb`;
  }
  if (field.type === "records") return sql<boolean>`${expr} @> ${JSON.stringify([value])}::jsonb`;
  if (field.type === "text" && field.key === "name") return sql<boolean>`lower(r.name) = lower(${value})`;
  return isReference(field) ? sql<boolean>`${expr} = ${value}::uuid` : sql<boolean>`${expr} = ${value}`;
}

function anyOf(field: Field, expr: RawBuilder<unknown>, values: unknown[]): RawBuilder<boolean> {
  if (field.type === "tags") {
    return sql<boolean>`(${or(values.map((tag) => sql`${expr} @> ${JSON.stringify([tag])}::jsonb`))})`;
  }
  if (field.type === "multi-select") {
    const each = values.map((value) => sql`r.custom @> ${JSON.stringify({ [field.key]: [value] })}::jsonb`);
    return sql<boolean>`(${or(each)})`;
  }
  if (isReference(field)) return sql<boolean>`${expr} = any(${values}::uuid[])`;
  return sql<boolean>`${expr} = any(${values}::text[])`;
}

function contains(
  field: Field,
  expr: RawBuilder<unknown>,
  options: { text: string; full: boolean },
): RawBuilder<boolean> {
  const { text, full } = options;
  if (text === "") throw new BadInputError(field.key);
  // Whoever sees numbers masked may not guess them digit by digit.
  if (["phones", "emails", "phone", "email"].includes(field.type) && !full) throw new BadInputError(field.key);
  const like = `%${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  switch (field.type) {
    case "tags":
      return sql<boolean>`${expr} @> ${JSON.stringify([text])}::jsonb`;
    case "multi-select":
      return sql<boolean>`r.custom @> ${JSON.stringify({ [field.key]: [text] })}::jsonb`;
    case "phones":
      return sql<boolean>`${expr}::text like ${`%${text.replace(/\D/g, "")}%`}`;
    case "emails":
    case "params":
      return sql<boolean>`lower(${expr}::text) like ${like}`;
    default:
      return sql<boolean>`record_fold(${expr}) like record_fold(${like})`;
  }
}

const REFERENCES = new Set(["user", "team", "record", "source", "pipeline", "stage", "loss-reason"]);
const isReference = (field: Field) => REFERENCES.has(field.type);
const isTime = (field: Field) => field.type === "date" || field.type === "datetime";

function or(parts: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return parts.length === 0 ? sql`false` : sql.join(parts, sql` or `);
}

function parse(field: Field, raw: unknown, timeZone: string): unknown {
  if (field.type === "tags" || field.type === "multi-select") {
    if (typeof raw !== "string" || raw === "") throw new BadInputError(field.key);
    return raw;
  }
  const read = readValue(field, raw, { timeZone });
  if (!read.ok || read.value === null) throw new BadInputError(field.key);
  const { value } = read;
  return typeof value === "object" && "minor" in value ? value.minor : value;
}

function single(condition: Condition, field: Field, timeZone: string): unknown {
  if (condition.value === undefined || Array.isArray(condition.value)) throw new BadInputError(field.key);
  return parse(field, condition.value, timeZone);
}

function many(condition: Condition, field: Field, timeZone: string): unknown[] {
  const list = Array.isArray(condition.value) ? condition.value : [condition.value];
  return list.map((value) => parse(field, value, timeZone));
}

function bounds(condition: Condition, field: Field, timeZone: string): unknown[] {
  const list = condition.value;
  if (!Array.isArray(list) || list.length !== 2) throw new BadInputError(field.key);
  return list.map((value) => isTime(field) ? beginning(field, value, timeZone) : parse(field, value, timeZone));
}

const day = (condition: Condition, field: Field, timeZone: string) => beginning(field, condition.value, timeZone);

/** A day as the field compares it: text of a date, or the moment at which the day begins in the zone. */
function beginning(field: Field, raw: unknown, timeZone: string): RawBuilder<unknown> {
  const text = typeof raw === "string" ? raw : "";
  if (readDay(text) !== text) throw new BadInputError(field.key);
  return moment(field, sql`${text}::date`, timeZone);
}

function moment(field: Field, date: RawBuilder<unknown>, timeZone: string): RawBuilder<unknown> {
  if (field.type === "date") return field.column === null ? sql`(${date})::date::text` : sql`(${date})::date`;
  const at = sql`((${date})::date::timestamp at time zone ${timeZone})`;
  return field.column === null ? iso(at) : at;
}

function dayAfter(field: Field, from: unknown): RawBuilder<unknown> {
  if (field.column !== null) return sql`(${from} + interval '1 day')`;
  return field.type === "date"
    ? sql`((${from})::date + 1)::text`
    : iso(sql`((${from})::timestamptz + interval '1 day')`);
}

/** Moments of own fields are kept as ISO text in UTC, which sorts as it reads. */
function iso(at: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

const present = (field: Field) => field.column === null ? iso(sql`now()`) : sql`now()`;

function daysAgo(condition: Condition, field: Field, timeZone: string): RawBuilder<unknown> {
  const days = Number(condition.value);
  if (!Number.isInteger(days) || days < 0 || days > 36_500) throw new BadInputError(field.key);
  return moment(field, sql`((now() at time zone ${timeZone})::date - ${days}::int)`, timeZone);
}
