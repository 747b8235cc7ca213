/** What a stored value becomes when its field gets another type. Pure; nothing is ever lost on the way. */
import type { Field, FieldType, Money, Value } from "@/crm/record/types.ts";
import { minorDigits } from "@/crm/record/money.ts";
import { isEmpty, readValue } from "@/crm/record/values.ts";

export interface ConvertOptions {
  /** IANA zone in which a moment becomes a day. */
  timeZone: string;
  /** Language in which options become text. */
  locale: "ru" | "en";
}

export type Converted = { ok: true; value: Value } | { ok: false };

/** Fails when the value cannot be said in the new type, or not without losing a part of it. */
export function convertValue(value: Value, from: Field, to: Field, options: ConvertOptions): Converted {
  if (isEmpty(value) && from.type !== "checkbox") return { ok: true, value: null };
  if (from.type === to.type && from.type !== "select" && from.type !== "multi-select") return { ok: true, value };
  // People are known by ids, which no other type speaks of.
  if (from.type === "user" || to.type === "user") return { ok: false };
  // A currency that falls off makes another amount.
  if (from.type === "money" && to.type === "number") return { ok: false };
  if (from.type === "datetime" && to.type === "date") {
    return read(to, dayIn(options.timeZone, value as string));
  }
  if (from.type === "date" && to.type === "datetime") return read(to, value, options.timeZone);
  if (isChoice(from.type) && isChoice(to.type)) return chosen(value, to);
  const text = textOf(value, from, options);
  return text === null || losesPart(text, to) ? { ok: false } : read(to, text, options.timeZone);
}

/** "007" is no 7, a long account number is not what a double holds of it, and a day has no hour. */
function losesPart(text: string, to: Field): boolean {
  if (to.type === "number") return /^[+-]?0\d/.test(text) || text.replace(/\D/g, "").length > 15;
  return to.type === "date" && text.includes(":");
}

/** The value as a person would write it into a cell; null: it cannot be written so that it is the same again. */
export function textOf(value: Value, field: Field, options: Pick<ConvertOptions, "locale">): string | null {
  const titled = (one: string) => {
    const option = field.options.find((known) => known.value === one);
    return option ? (options.locale === "ru" ? option.titleRu : option.titleEn) : one;
  };
  switch (field.type) {
    case "money": {
      const { minor, currency } = value as Money;
      return `${(minor / 10 ** minorDigits(currency)).toFixed(minorDigits(currency))} ${currency}`;
    }
    case "select":
      return titled(value as string);
    case "multi-select": {
      const titles = (value as readonly string[]).map(titled);
      return titles.some((title) => /[,;\n|]/.test(title)) ? null : titles.join(", ");
    }
    default:
      return `${value}`;
  }
}

function read(to: Field, given: unknown, timeZone = "UTC"): Converted {
  const result = readValue(to, given, { timeZone });
  return result.ok && !(isEmpty(result.value) && to.type !== "checkbox") ? result : { ok: false };
}

function chosen(value: Value, to: Field): Converted {
  const list = (Array.isArray(value) ? value : [value]) as string[];
  if (to.type === "select") return list.length === 1 ? read(to, list[0]) : { ok: false };
  return read(to, list);
}

const isChoice = (type: FieldType) => type === "select" || type === "multi-select";

const dayIn = (timeZone: string, moment: string) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(Date.parse(moment));
