/**
 * Public holidays as data: Russia's production calendar (five-day week), from the government's orders that the file
 * names. A year is `final` once its order is in the data; before that it follows from the Labour Code alone (articles
 * 95 and 112), and moved days have to be added by hand. Pure.
 */
import RU from "@/crm/calendar/holidays_ru.json" with { type: "json" };
import { type Day, weekdayOf } from "@/crm/calendar/zone.ts";
import type { HolidaySet, SpecialDayType } from "@/store/tables/calendar.ts";

export type HolidayKey =
  | "new-year"
  | "christmas"
  | "defender"
  | "women"
  | "labour"
  | "victory"
  | "russia"
  | "unity"
  | "moved"
  | "eve"
  | "instead";

export interface Holiday {
  day: Day;
  type: SpecialDayType;
  /** Its name: `calendar.holiday.<key>`. */
  key: HolidayKey;
  /** How much earlier the day ends (Labour Code, article 95). */
  minutes: number;
}

interface Year {
  source: string;
  final: boolean;
  closed: Record<string, string>;
  short: string[];
  working: string[];
}

const YEARS = RU as Record<string, Year>;
const EVE_MINUTES = 60;

/** Years there are data of, with their source. */
export function holidayYears(set: HolidaySet): { year: number; source: string; final: boolean }[] {
  if (set === "none") return [];
  return Object.entries(YEARS).map(([year, { source, final }]) => ({ year: Number(year), source, final }));
}

/** All days that the set makes special, by day. A day that is worked instead of another may be short too. */
export function holidaysOf(set: HolidaySet): ReadonlyMap<Day, Holiday> {
  return set === "ru" ? RUSSIAN : NONE;
}

const NONE: ReadonlyMap<Day, Holiday> = new Map();
const RUSSIAN: ReadonlyMap<Day, Holiday> = new Map(Object.values(YEARS).flatMap(days).map((one) => [one.day, one]));

function days(year: Year): Holiday[] {
  const closed = Object.entries(year.closed)
    .map(([day, key]): Holiday => ({ day, type: "closed", key: key as HolidayKey, minutes: 0 }));
  const short = year.short.map((day): Holiday => ({ day, type: "short", key: "eve", minutes: EVE_MINUTES }));
  // A weekend that is worked has no hours of its own: it is told apart from an eve on a weekday.
  const working = year.working.map((day): Holiday => ({
    day,
    type: "working",
    key: "instead",
    minutes: year.short.includes(day) && weekdayOf(day) > 5 ? EVE_MINUTES : 0,
  }));
  return [...closed, ...short, ...working];
}
