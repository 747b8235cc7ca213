/** Days, times and shares as the panel says them. Pure. */
import { dayText } from "@/components/calendar/dates.ts";
import { formatNumber, formatPercent } from "@/locales/format.ts";

export const dayOf = (day: string, locale: string): string =>
  dayText(day, locale, { day: "numeric", month: "short", year: "numeric" });

/** "14–20 Dec 2026"; a day alone when both are one. */
export function daysText(first: string, last: string, locale: string, year = true): string {
  const format = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    ...(year ? { year: "numeric" } : {}),
    timeZone: "UTC",
  });
  return format.formatRange(Date.parse(`${first}T00:00:00Z`), Date.parse(`${last}T00:00:00Z`));
}

/** `YYYY-MM-DD`, `YYYY-MM-DD HH:MM`; what is neither stands as it is. */
export function momentOf(text: string, locale: string): string {
  const match = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?$/.exec(text);
  if (!match || Number.isNaN(Date.parse(`${match[1]}T00:00:00Z`))) return text;
  return match[2] ? `${dayOf(match[1], locale)}, ${match[2]}` : dayOf(match[1], locale);
}

/** Spans of days that follow one another, as lists of holidays have them. */
export function spansOf<Day extends { day: string }>(
  days: readonly Day[],
  alike: (a: Day, b: Day) => boolean,
): { first: Day; last: Day }[] {
  const spans: { first: Day; last: Day }[] = [];
  for (const day of days) {
    const span = spans[spans.length - 1];
    if (span && next(span.last.day) === day.day && alike(span.first, day)) span.last = day;
    else spans.push({ first: day, last: day });
  }
  return spans;
}

const next = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Minutes of the day as a clock shows them. */
export function clockOf(minute: number): string {
  const two = (number: number) => `${number}`.padStart(2, "0");
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

/** Monday is 0. The 1st of January 2024 was one. */
export function weekdayText(weekday: number, locale: string): string {
  return dayText(`2024-01-0${weekday + 1}`, locale, { weekday: "short" });
}

export const shareText = (share: number, locale: string): string =>
  share < 10 ? formatPercent(locale, share, share < 0.1 ? 1 : 0) : formatNumber(locale, Math.round(share));
