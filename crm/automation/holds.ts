/**
 * Whether a value meets a condition: the operators of lists (crm/record/filter.ts) over a value in memory. Pure. What is
 * unclear (a value that is none of the field's) does not hold, as such a list shows nothing.
 */
import type { Condition, Field, Money, Point, Value } from "@/crm/record/types.ts";
import { addDays, wallOf } from "@/crm/calendar/zone.ts";
import { isEmpty, readValue } from "@/crm/record/values.ts";

export interface Moment {
  /** ISO 8601. */
  now: string;
  timeZone: string;
}

/** @throws never */
export function holds(condition: Condition, value: Value, options: Moment & { field: Field }): boolean {
  const { field } = options;
  const given = value ?? null;
  switch (condition.op) {
    case "empty":
      return isBlank(given);
    case "filled":
      return !isBlank(given);
    case "is":
      return equals(field, given, condition.value);
    case "is-not":
      return !equals(field, given, condition.value);
    case "any-of":
      return many(condition).some((one) => includes(field, given, one));
    case "none-of":
      return !many(condition).some((one) => includes(field, given, one));
    case "contains":
      return contains(field, given, String(condition.value ?? ""));
    case "more":
      return compared(field, given, condition.value, (a, b) => a > b);
    case "less":
      return compared(field, given, condition.value, (a, b) => a < b);
    case "between":
      return between(condition, given, options);
    case "on":
    case "before":
    case "after":
    case "last-days":
    case "past":
      return inTime(condition, given, options);
    // Whoever asks is the program, which is nobody.
    case "me":
    case "my-teams":
      return false;
  }
}

/** The day of a moment in a zone, `YYYY-MM-DD`. */
export const dayIn = (iso: string, timeZone: string) => wallOf(Date.parse(iso), timeZone).day;

/** Small letters, ё as е: how lists compare what contains what. */
export const fold = (text: string) => text.toLowerCase().replaceAll("ё", "е");

const isBlank = (value: Value) => value === "" || isEmpty(value);

function many({ value }: Condition): readonly (string | number | boolean)[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value as string];
}

/** As it stands in the record: numbers are numbers, phones E.164; undefined: no value of this field. */
function asField(field: Field, raw: unknown): Value | undefined {
  if (field.type === "tags" || field.type === "multi-select" || field.type === "records") {
    return typeof raw === "string" && raw !== "" ? raw : undefined;
  }
  const read = readValue(field, raw);
  return read.ok && read.value !== null ? read.value : undefined;
}

function equals(field: Field, value: Value, raw: unknown): boolean {
  const wanted = asField(field, raw);
  if (wanted === undefined) return false;
  if (field.type === "checkbox") return (value === true) === wanted;
  if (field.type === "money") return minor(value) !== null && minor(value) === minor(wanted);
  if (Array.isArray(value)) return (value as readonly unknown[]).some((one) => one === wanted);
  if (field.key === "name" && typeof value === "string") return value.toLowerCase() === String(wanted).toLowerCase();
  return value === wanted;
}

function includes(field: Field, value: Value, raw: unknown): boolean {
  const wanted = asField(field, raw);
  if (wanted === undefined) return false;
  return Array.isArray(value) ? (value as readonly unknown[]).includes(wanted) : value === wanted;
}

function contains(field: Field, value: Value, raw: string): boolean {
  const text = raw.trim();
  if (text === "") return false;
  switch (field.type) {
    case "tags":
    case "multi-select":
    case "records":
      return Array.isArray(value) && (value as readonly string[]).includes(text);
    case "phones": {
      const digits = text.replace(/\D/g, "");
      return (value as readonly Point[] ?? []).some((point) => point.value.replace(/\D/g, "").includes(digits));
    }
    case "emails":
      return (value as readonly Point[] ?? []).some((point) => fold(point.value).includes(fold(text)));
    case "params":
      return fold(JSON.stringify(value ?? {})).includes(fold(text));
    default:
      return value !== null && fold(String(value)).includes(fold(text));
  }
}

const minor = (value: Value): number | null =>
  typeof value === "object" && value !== null && "minor" in value ? (value as Money).minor : null;

const amountOf = (value: Value): number | null => typeof value === "number" ? value : minor(value);

function compared(field: Field, value: Value, raw: unknown, test: (a: number, b: number) => boolean): boolean {
  const wanted = asField(field, raw);
  if (wanted === undefined) return false;
  const [a, b] = [amountOf(value), amountOf(wanted)];
  return a !== null && b !== null && test(a, b);
}

function between(condition: Condition, value: Value, options: Moment & { field: Field }): boolean {
  const { field } = options;
  const [from, to] = many(condition);
  if (from === undefined || to === undefined) return false;
  if (field.type === "date" || field.type === "datetime") {
    const day = dayOf(field, value, options);
    return day !== null && day >= String(from) && day <= String(to);
  }
  return compared(field, value, from, (a, b) => a >= b) && compared(field, value, to, (a, b) => a <= b);
}

function dayOf(field: Field, value: Value, { timeZone }: Moment): string | null {
  if (typeof value !== "string" || value === "") return null;
  if (field.type === "date") return value;
  return Number.isNaN(Date.parse(value)) ? null : dayIn(value, timeZone);
}

function inTime(condition: Condition, value: Value, options: Moment & { field: Field }): boolean {
  const day = dayOf(options.field, value, options);
  if (day === null) return false;
  if (condition.op === "past") {
    return options.field.type === "date"
      ? day < dayIn(options.now, options.timeZone)
      : String(value) < new Date(options.now).toISOString();
  }
  if (condition.op === "last-days") {
    const days = Number(condition.value);
    return Number.isInteger(days) && days >= 0 && days <= 36_500 &&
      day >= addDays(dayIn(options.now, options.timeZone), -days);
  }
  const wanted = String(condition.value ?? "");
  if (!/^\d{4}-\d\d-\d\d$/.test(wanted)) return false;
  return condition.op === "on" ? day === wanted : condition.op === "before" ? day < wanted : day > wanted;
}
