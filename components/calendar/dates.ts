/** Which days a view shows, and their words. Pure. */
import { addDays, type Day, daysFrom, momentOf, weekdayOf } from "@/crm/calendar/zone.ts";
import type { Zone } from "@/components/time/format.ts";
import type { CalendarView, Shown } from "@/components/calendar/types.ts";

/** Days of the list. */
const AGENDA_DAYS = 30;

/** The first day of the week as the language has it; Monday where nobody knows. */
export function weekStartOf(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?(): { firstDay: number } };
  return known.getWeekInfo?.().firstDay ?? 1;
}

export function startOfWeek(day: Day, weekStart: number): Day {
  return addDays(day, -((weekdayOf(day) - weekStart + 7) % 7));
}

/** Days that a view shows; a month with the ends of its weeks. */
export function daysOf(shown: Pick<Shown, "view" | "date">, weekStart: number): Day[] {
  const { view, date } = shown;
  if (view === "day") return [date];
  if (view === "agenda") return daysFrom(date, addDays(date, AGENDA_DAYS - 1));
  if (view === "week") {
    const first = startOfWeek(date, weekStart);
    return daysFrom(first, addDays(first, 6));
  }
  const first = startOfWeek(`${date.slice(0, 8)}01`, weekStart);
  const last = startOfWeek(lastOfMonth(date), weekStart);
  return daysFrom(first, addDays(last, 6));
}

/** The moments that the days lie between. */
export function rangeOf(days: readonly Day[], timeZone: string): { from: number; to: number } {
  return {
    from: momentOf({ day: days[0], minute: 0 }, timeZone),
    to: momentOf({ day: addDays(days[days.length - 1], 1), minute: 0 }, timeZone),
  };
}

/** One view earlier (-1) or later (1). */
export function stepped(shown: Pick<Shown, "view" | "date">, by: -1 | 1): Day {
  const { view, date } = shown;
  if (view === "month") return addMonths(date, by);
  return addDays(date, by * (view === "day" ? 1 : view === "week" ? 7 : AGENDA_DAYS));
}

/** The same day of another month, or its last. */
export function addMonths(day: Day, by: number): Day {
  const [year, month, date] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + by + 1, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()))).toISOString()
    .slice(0, 10);
}

function lastOfMonth(day: Day): Day {
  const [year, month] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Words of a day. Days have no zone: they are read and written as UTC. */
export function dayText(day: Day, locale: string, options: Intl.DateTimeFormatOptions): string {
  return formatOf(locale, options).format(new Date(`${day}T00:00:00Z`));
}

/** A long day: «вторник, 24 ноября», "Tuesday, 24 November". */
export const longDay = (day: Day, locale: string): string =>
  dayText(day, locale, { weekday: "long", day: "numeric", month: "long" });

/** What stands above the grid. */
export function titleOf(days: readonly Day[], options: { view: CalendarView; date: Day; zone: Zone }): string {
  const { view, date, zone: { locale } } = options;
  if (view === "month") return capital(dayText(date, locale, { month: "long", year: "numeric" }));
  if (view === "day") {
    return capital(dayText(date, locale, { weekday: "short", day: "numeric", month: "long", year: "numeric" }));
  }
  const [first, last] = [days[0], days[days.length - 1]].map((day) => new Date(`${day}T00:00:00Z`));
  const month = first.getUTCMonth() === last.getUTCMonth() ? "long" : "short";
  return formatOf(locale, { day: "numeric", month, year: "numeric" }).formatRange(first, last);
}

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) formats.set(key, format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }));
  return format;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `09:05` of minutes since midnight; 24:00 and more begin anew. */
export function clockText(minute: number): string {
  const within = ((minute % 1_440) + 1_440) % 1_440;
  return `${Math.floor(within / 60)}`.padStart(2, "0") + ":" + `${within % 60}`.padStart(2, "0");
}
