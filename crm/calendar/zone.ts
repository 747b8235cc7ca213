/** Days and minutes of a zone's clock, and the moments they are. Pure; used by pages too. */
import { offsetAt } from "@/crm/record/days.ts";

/** `YYYY-MM-DD`. */
export type Day = string;

/** What a clock shows: the day, and minutes since it began. 24:00 and more are the next days. */
export interface Wall {
  day: Day;
  minute: number;
}

const DAY_MS = 86_400_000;

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / DAY_MS);
}

/** 1 is Monday, 7 Sunday. */
export function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7 + 1;
}

/** What the zone's clock shows at a moment (ms). */
export function wallOf(at: number, timeZone: string): Wall {
  const local = at + offsetAt(at, timeZone);
  const day = new Date(local).toISOString().slice(0, 10);
  return { day, minute: Math.floor((local - Date.parse(`${day}T00:00:00Z`)) / 60_000) };
}

/**
 * The moment (ms) at which the zone's clock shows this. Of two, when clocks go back, the earlier; of none, when they go
 * forward, the moment of the jump: so that later times of a day never lie before earlier ones.
 */
export function momentOf(wall: Wall, timeZone: string): number {
  const wanted = Date.parse(`${wall.day}T00:00:00Z`) + wall.minute * 60_000;
  const offsets = [offsetAt(wanted - DAY_MS, timeZone), offsetAt(wanted + DAY_MS, timeZone)];
  const fitting = offsets.map((offset) => wanted - offset)
    .filter((at, n) => offsetAt(at, timeZone) === offsets[n]);
  if (fitting.length > 0) return Math.min(...fitting);
  let [before, after] = [wanted - Math.max(...offsets) - 1, wanted - Math.min(...offsets)];
  const old = offsetAt(before, timeZone);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle, timeZone) === old) before = middle;
    else after = middle;
  }
  return after;
}

/** Every day from `first` to `last`, both with it. */
export function daysFrom(first: Day, last: Day): Day[] {
  return Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, n) => addDays(first, n));
}
