/**
 * What people, programs and files send as values, read into the one form that is stored. The same reader serves forms,
 * the API, imports and web forms, so texts of cells are understood too ("yes" in both languages, "1 234,50", "31.12.2026").
 */
import { z } from "zod";
import { isId } from "@/crm/ids.ts";
import { parsePhone } from "@/crm/contacts/phone.ts";
import written from "@/crm/record/written.json" with { type: "json" };
import { type DateOrder, readDay, readMoment } from "@/crm/record/days.ts";
import type { Field, Money, Point, Value } from "@/crm/record/types.ts";

export type Read = { ok: true; value: Value } | { ok: false; code: string };

export interface ReadOptions {
  /** Of money without one. */
  currency?: string;
  /** IANA zone of dates with a time and no zone of their own; default UTC. */
  timeZone?: string;
  /** Of `03/04/2026`. Absent: such a date is refused, for nobody can know which day it is. */
  dateOrder?: DateOrder;
}

const MOST_POINTS = 20;
const MOST_TAGS = 50;
const LONGEST_TAG = 60;
const email = z.email().max(254);
const good = (value: Value): Read => ({ ok: true, value });
const bad = (what: string): Read => ({ ok: false, code: `records.error.${what}` });

/** Never throws; the code of a refusal has words. Empty text is no value: null, an empty list, or false. */
export function readValue(field: Field, raw: unknown, options: ReadOptions = {}): Read {
  const given = typeof raw === "string" ? plainText(raw).trim() : raw;
  const empty = given === null || given === undefined || given === "";
  switch (field.type) {
    case "text":
    case "long-text":
      if (empty) return good(null);
      if (typeof given !== "string" && typeof given !== "number") return bad("bad-text");
      return `${given}`.length > field.max ? bad("too-long") : good(`${given}`);
    case "number": {
      if (empty) return good(null);
      const number = readNumber(given);
      return number === null ? bad("bad-number") : good(number);
    }
    case "money":
      return empty ? good(null) : readMoney(given, options.currency ?? "RUB");
    case "date": {
      if (empty) return good(null);
      const day = typeof given === "string" ? readDay(given, options.dateOrder) : null;
      return day ? good(day) : bad("bad-date");
    }
    case "datetime": {
      if (empty) return good(null);
      const moment = readMoment(given, options);
      return moment ? good(moment) : bad("bad-date");
    }
    case "checkbox":
      return empty ? good(false) : readCheck(given);
    case "select":
      return empty ? good(null) : readOption(field, given);
    case "multi-select":
      return readOptions(field, given);
    case "url":
      return empty ? good(null) : readUrl(given, field.max);
    case "email": {
      if (empty) return good(null);
      const parsed = email.safeParse(typeof given === "string" ? given.toLowerCase() : given);
      return parsed.success ? good(parsed.data) : bad("bad-email");
    }
    case "phone": {
      if (empty) return good(null);
      const e164 = typeof given === "string" ? parsePhone(given) : null;
      return e164 ? good(e164) : bad("bad-phone");
    }
    case "user":
    case "team":
    case "record":
    case "source":
      if (empty) return good(null);
      return typeof given === "string" && isId(given) ? good(given) : bad("bad-reference");
    case "phones":
      return readPoints(given, (text) => parsePhone(text), "bad-phone");
    case "emails":
      return readPoints(given, (text) => email.safeParse(text.toLowerCase()).data ?? null, "bad-email");
    case "tags": {
      const tags = [...new Set(listOf(given).map((tag) => tag.slice(0, LONGEST_TAG)))];
      return tags.length > MOST_TAGS ? bad("too-many") : good(tags);
    }
    case "params":
      return readParams(given);
  }
}

/** The value of a field that nobody filled in. */
export function emptyValue(field: Field): Value {
  switch (field.type) {
    case "checkbox":
      return false;
    case "phones":
    case "emails":
    case "tags":
    case "multi-select":
      return [];
    case "params":
      return {};
    default:
      return null;
  }
}

export function isEmpty(value: Value | undefined): boolean {
  if (value === null || value === undefined || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Numbers as people write them: spaces between thousands, a comma or a point before the fraction. */
export function readNumber(given: unknown): number | null {
  if (typeof given === "number") return Number.isFinite(given) ? given : null;
  if (typeof given !== "string") return null;
  const bare = given.replace(/[\s\u00a0\u202f']/g, "");
  // "1,234.50" and "1.234,50": the last sign is the decimal one, the other stands between thousands.
  const text = bare.lastIndexOf(",") > bare.lastIndexOf(".")
    ? bare.replaceAll(".", "").replace(/,(?=[^,]*$)/, ".").replaceAll(",", "")
    : bare.replaceAll(",", "");
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

const SIGNS: Record<string, string> = written.currencies;
const SIGN = Object.keys(SIGNS).map((sign) => sign.replace("$", "\\$")).join("|");
const MARKED = new RegExp(`^\\s*(${SIGN}|[A-Z]{3}\\b)|(${SIGN}|[A-Z]{3})\\.?\\s*$`, "u");

function readMoney(given: unknown, currency: string): Read {
  if (typeof given === "object" && given !== null && "minor" in given) {
    const { minor, currency: own } = given as Partial<Money>;
    if (typeof minor !== "number" || !Number.isSafeInteger(minor)) return bad("bad-number");
    if (typeof own !== "string" || !/^[A-Z]{3}$/.test(own)) return bad("bad-currency");
    return good({ minor, currency: own });
  }
  let text = typeof given === "number" ? `${given}` : typeof given === "string" ? given : "";
  let of = currency;
  const sign = MARKED.exec(text);
  if (sign) {
    const word = sign[1] ?? sign[2];
    of = SIGNS[word] ?? word;
    text = text.replace(sign[0], "");
  }
  const number = readNumber(text);
  if (number === null) return bad("bad-number");
  const minor = Math.round(number * 10 ** minorDigits(of));
  return Number.isSafeInteger(minor) ? good({ minor, currency: of }) : bad("bad-number");
}

/** Digits after the point of a currency, as ISO 4217 has them. */
export function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) digitsOf.set(currency, digits = askDigits(currency));
  return digits;
}

// A formatter takes 50 µs and native memory that comes back late: made for each cell of a file, they took gigabytes.
// There are as many codes as three letters make.
const digitsOf = new Map<string, number>();

function askDigits(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

function readCheck(given: unknown): Read {
  if (typeof given === "boolean") return good(given);
  const word = textOf(given).toLowerCase();
  if (written.yes.includes(word)) return good(true);
  if (written.no.includes(word)) return good(false);
  return bad("bad-checkbox");
}

function readOption(field: Field, given: unknown): Read {
  const word = textOf(given).toLowerCase();
  const choice = field.choices.find((one) => one === word);
  if (choice) return good(choice);
  // A retired option is known by its value only: records that hold it can still be saved and looked for.
  const option = field.options.find((one) => one.value.toLowerCase() === word) ??
    field.options.find((one) => !one.retired && [one.titleRu, one.titleEn].some((name) => name.toLowerCase() === word));
  return option ? good(option.value) : bad("bad-option");
}

function readOptions(field: Field, given: unknown): Read {
  const found: string[] = [];
  for (const word of listOf(given)) {
    const read = readOption(field, word);
    if (!read.ok) return read;
    if (!found.includes(read.value as string)) found.push(read.value as string);
  }
  return good(found);
}

function readUrl(given: unknown, max: number): Read {
  if (typeof given !== "string" || given.length > max || /\s/.test(given)) return bad("bad-url");
  const text = /^[a-z][a-z0-9+.-]*:/i.test(given) && !/^[\w.-]+:\d+/.test(given) ? given : `https://${given}`;
  if (!URL.canParse(text)) return bad("bad-url");
  const { protocol, hostname } = new URL(text);
  // Links are shown: a script behind one would run in a colleague's session.
  return /^https?:$/.test(protocol) && hostname.includes(".") ? good(text) : bad("bad-url");
}

function readPoints(given: unknown, parse: (text: string) => string | null, code: string): Read {
  const list = Array.isArray(given) ? given : listOf(given);
  const points = new Map<string, Point>();
  for (const one of list) {
    const point: Partial<Point> = typeof one === "object" && one !== null ? one : { value: textOf(one) };
    const raw = plainText(textOf(point.raw ?? point.value)).trim();
    const value = parse(textOf(point.value).trim()) ?? parse(raw);
    if (!value) {
      if (raw === "") continue;
      return bad(code);
    }
    if (points.has(value)) continue;
    const label = plainText(textOf(point.label)).trim().slice(0, 40);
    points.set(value, {
      value,
      ...(raw !== value && raw.length <= 80 ? { raw } : {}),
      ...(label ? { label } : {}),
    });
  }
  return points.size > MOST_POINTS ? bad("too-many") : good([...points.values()]);
}

function readParams(given: unknown): Read {
  if (given === null || given === undefined || given === "") return good({});
  if (typeof given !== "object" || Array.isArray(given)) return bad("bad-text");
  const entries = Object.entries(given).filter(([, value]) => ["string", "number"].includes(typeof value)).slice(0, 30);
  return good(
    Object.fromEntries(
      entries.map(([key, value]) => [plainText(key).slice(0, 60), plainText(`${value}`).slice(0, 500)]),
    ),
  );
}

/** Text as it is kept: no NUL, no half characters, composed («й» comes from a Mac as two characters). */
const plainText = (text: string) => text.replaceAll("\0", "").toWellFormed().normalize("NFC");

/** What has a text of its own; anything else is none. */
function textOf(given: unknown): string {
  return ["string", "number", "boolean", "bigint"].includes(typeof given) ? `${given}` : "";
}

/** A list, or a cell's text with its parts between commas, semicolons or lines. */
function listOf(given: unknown): string[] {
  const parts = Array.isArray(given)
    ? given
    : typeof given === "string"
    ? given.split(/[,;\n|]/)
    : given == null
    ? []
    : [given];
  return parts.map((part) => plainText(textOf(part)).trim()).filter(Boolean);
}
