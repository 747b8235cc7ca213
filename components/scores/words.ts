/** What columns of scores are called and how their values read. Pure. */
import type { Translate } from "@/components/i18n.ts";
import { hasMessage } from "@/locales/mod.ts";
import type { ColumnWords } from "@/ml/scores/describe.ts";

export type Cell = string | number | null;

export interface ScoreWords {
  t: Translate;
  locale: "ru" | "en";
  /** null: columns of a file, called by their own names. */
  recordKind: "lead" | "deal" | null;
  words: ColumnWords | null;
}

/** Counted columns and flags have words of their own; fields have theirs. */
export function columnTitle(column: string, { t, locale, recordKind, words }: ScoreWords): string {
  if (recordKind === null) return column;
  const own = words?.titles[column];
  if (own) return own[locale];
  // A lead's "company" is a field, a deal's column of that name says whether there is one.
  for (const key of [`scores.column.${column}`, `records.field.${column}`]) if (hasMessage(locale, key)) return t(key);
  return column;
}

/** Columns that are spans of days: below zero is past. */
const DAYS = new Set(["age", "stageDays", "plannedDays"]);
const MINUTES = new Set(["talkMinutes", "answeredAfter"]);
const CODES = new Set(["yes", "no", "own", "public"]);

export function valueText(column: string, value: Cell, around: ScoreWords): string {
  const { t, locale, recordKind, words } = around;
  if (value === null || value === "") return t("scores.value.none");
  if (recordKind === null) return typeof value === "number" ? numberText(value, locale) : value;
  if (typeof value === "number") {
    const n = Math.round(value);
    if (column === "plannedDays" && n < 0) return t("scores.value.overdue", { n: -n });
    if (DAYS.has(column)) return t("scores.value.days", { n });
    if (MINUTES.has(column)) return t("scores.value.minutes", { n });
    return numberText(value, locale);
  }
  const known = words?.values[column];
  if (known?.[value]) return known[value][locale];
  // An id whose name is gone is no text for people.
  if (known && /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value)) return t("scores.value.gone");
  if (CODES.has(value)) return t(`scores.value.${value}`);
  const moment = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(value);
  return moment ? momentText(moment, locale) : value;
}

/** The moment stands in the company's zone already. */
function momentText([, year, month, day, time]: RegExpExecArray, locale: string): string {
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  return time ? `${date.format(at)}, ${time}` : date.format(at);
}

export const numberText = (value: number, locale: string, digits = 2) =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);

export const percentText = (share: number, locale: string, digits = 0) =>
  new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(share);

/** How strongly a reason speaks, beside the strongest thing that usually does: 1 a little, 2 noticeably, 3 strongly. */
export function strengthOf(effect: number): 1 | 2 | 3 {
  const size = Math.abs(effect);
  return size >= 0.6 ? 3 : size >= 0.2 ? 2 : 1;
}

/** The tone of a score, for its mark: never colour alone, the number stands beside it. */
export const toneOf = (score: number): "good" | "warn" | "bad" => score >= 60 ? "good" : score >= 30 ? "warn" : "bad";
