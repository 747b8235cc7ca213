/**
 * What people, programs and files send as values, read into the one form that is stored. The same reader serves forms,
 * the API, imports and web forms, so texts of cells are understood too ("yes" in both languages, "1 234,50", "31.12.2026").
 */
import { z } from "zod";
import { isId } from "@/crm/ids.ts";
import { parsePhone } from "@/crm/contacts/phone.ts";
import written from "@/crm/record/written.json" with { type: "json" };
import { type DateOrder, readDay, readMoment } from "@/crm/record/days.ts";
import { readMoney, readNumber } from "@/crm/record/money.ts";
import { bad, good, listOf, plainText, type Read, readPoints, textOf } from "@/crm/record/reading.ts";
import { readIds, readLines, readReminders } from "@/crm/record/reading_sales.ts";
import type { Field, Value } from "@/crm/record/types.ts";

export interface ReadOptions {
  /** Of money without one. */
  currency?: string;
  /** IANA zone of dates with a time and no zone of their own; default UTC. */
  timeZone?: string;
  /** Of `03/04/2026`. Absent: such a date is refused, for nobody can know which day it is. */
  dateOrder?: DateOrder;
}

const MOST_TAGS = 50;
const LONGEST_TAG = 60;
const email = z.email().max(254);

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
    case "pipeline":
    case "stage":
    case "loss-reason":
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
    case "records":
      return readIds(given);
    case "lines":
      return readLines(given);
    case "reminders":
      return readReminders(given);
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
    case "records":
    case "lines":
    case "reminders":
      return [];
    case "params":
      return {};
    default:
      return null;
  }
}

/** Ids that a `record` or `records` value names. */
export function idsIn(value: Value | undefined): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

export function isEmpty(value: Value | undefined): boolean {
  if (value === null || value === undefined || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
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
