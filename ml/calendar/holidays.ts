/**
 * Which days a queue will be closed on, and which holidays it works through: by what it did on holidays before, and
 * where it has no past, by whether it works at weekends. Pure.
 */
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { workedOn } from "@/ml/volume/opening.ts";

/** A day off of the production calendar or of the company. `key` groups days that are alike (new-year, defender…). */
export interface DayOff {
  day: string;
  key: string;
}

export interface QueueDays {
  /** Calls by day, as far as they are known. */
  totals: ReadonlyMap<string, number>;
  /** Days off, past and to come. */
  off: readonly DayOff[];
  /** Weekends that are worked instead of another day. */
  instead: readonly string[];
  /** Days that people marked as closed. */
  closures: readonly string[];
  /** First day that is not known. */
  today: string;
}

export interface QueueCalendar {
  /** Days off that are worked. */
  holidays: Set<string>;
  /** Days that are closed, or will be. */
  closures: Set<string>;
  /** Days that are worked although their weekday is not. */
  opened: Set<string>;
}

export function queueCalendar({ totals, off, instead, closures, today }: QueueDays): QueueCalendar {
  const weekdays = weekdaysOf(totals, off);
  const works = (day: string) => (totals.get(day) ?? 0) > 0;
  const [first, last] = bounds(totals);
  const known = off.filter(({ day }) => first !== null && day >= first && day <= last! && weekdays[weekdayOf(day)]);
  const follows = (days: readonly DayOff[]) => days.filter(({ day }) => !works(day)).length * 2 > days.length;
  const byWeekend = !(weekdays[5] && weekdays[6]);
  const overall = known.length > 0 ? follows(known) : byWeekend;
  const closedOn = (key: string) => {
    const alike = known.filter((one) => one.key === key);
    return alike.length > 0 ? follows(alike) : overall;
  };
  const holidays = new Set<string>();
  const closed = new Set(closures);
  for (const { day, key } of off) {
    if (closed.has(day)) continue;
    const past = day < today && first !== null && day >= first;
    if (past ? !works(day) : closedOn(key)) closed.add(day);
    else holidays.add(day);
  }
  // A queue that closes on days off also works on days that are worked instead of them.
  const opened = new Set(instead.filter((day) => day < today ? works(day) : overall && !closed.has(day)));
  return { holidays, closures: closed, opened };
}

function weekdaysOf(totals: ReadonlyMap<string, number>, off: readonly DayOff[]): boolean[] {
  const free = new Set(off.map(({ day }) => day));
  const days = new Map([...totals].filter(([day]) => !free.has(day)).map(([day, n]) => [day, Float64Array.of(n)]));
  if (![...days.values()].some(([calls]) => calls > 0)) return [true, true, true, true, true, false, false];
  return workedOn(days);
}

function bounds(totals: ReadonlyMap<string, number>): [string, string] | [null, null] {
  const days = [...totals.keys()].sort();
  return days.length === 0 ? [null, null] : [days[0], days[days.length - 1]];
}

/** Every day of the spans, once. */
export function daysOfSpans(spans: readonly { first: string; last: string }[]): string[] {
  const days = new Set<string>();
  for (const { first, last } of spans) for (let day = first; day <= last; day = addDays(day, 1)) days.add(day);
  return [...days].sort();
}
