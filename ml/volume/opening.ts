/** When a queue works, read from its calls: hours of the day, days of the week, days it was closed on. Pure. */
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import type { Day } from "@/ml/volume/history.ts";

/** A weekday with data on fewer of its days than this is one on which the queue is closed. */
const WORKED = 0.3;
/** So many in a row without calls: given up. So many in a row with calls: taken up. */
const GIVEN_UP = 5;
const TAKEN_UP = 3;

export const sumOf = (calls: Float64Array) => calls.reduce((sum, one) => sum + (one || 0), 0);

/** From the first to the last interval of a day in which there is anything to do; null: there is nothing at all. */
export function openHours(days: ReadonlyMap<string, Float64Array>, slots: number): { from: number; to: number } | null {
  const sums = new Float64Array(slots);
  for (const calls of days.values()) for (let n = 0; n < slots; n++) sums[n] += calls[n] || 0;
  const most = sums.reduce((a, b) => Math.max(a, b), 0);
  if (!(most > 0)) return null;
  const busy = [...sums].map((sum) => sum > most / 5_000);
  return { from: busy.indexOf(true), to: busy.lastIndexOf(true) + 1 };
}

/** By the last half year, so that a queue which gave up Saturdays is not asked for them. Weeks without any data say nothing. */
export function workedOn(days: ReadonlyMap<string, Float64Array>): boolean[] {
  const worked = new Set([...days].filter(([, calls]) => sumOf(calls) > 0).map(([day]) => day));
  const all = [...worked].sort();
  const last = all[all.length - 1];
  const from = all[0] > addDays(last, -182) ? all[0] : addDays(last, -182);
  const seen: boolean[][] = Array.from({ length: 7 }, () => []);
  for (let day = from; day <= last; day = addDays(day, 1)) {
    const near = [-3, -2, -1, 0, 1, 2, 3].some((by) => worked.has(addDays(day, by)));
    if (near) seen[weekdayOf(day)].push(worked.has(day));
  }
  return seen.map((list) => {
    const lately = (count: number) => list.length >= count ? list.slice(-count) : null;
    if (lately(GIVEN_UP)?.every((one) => !one)) return false;
    if (lately(TAKEN_UP)?.every((one) => one)) return true;
    return list.length > 0 && list.filter(Boolean).length / list.length >= WORKED;
  });
}

/** Days between the first and the last one on which the queue usually works, without data. */
export function missingDays(days: readonly Day[], weekdays: readonly boolean[]): string[] {
  const known = new Set(days.map(({ day }) => day));
  const missing: string[] = [];
  for (let day = days[0].day; day < days[days.length - 1].day; day = addDays(day, 1)) {
    if (weekdays[weekdayOf(day)] && !known.has(day)) missing.push(day);
  }
  return missing;
}
