/** Whether a queue is closed on public holidays, read from those that it has seen. Pure. */
import { weekdayOf } from "@/ml/calendar/days.ts";
import type { History } from "@/ml/volume/history.ts";

/**
 * Holidays after the data on which the queue will be closed. A queue that has seen none is believed to work on them when
 * it works on both days of the weekend.
 */
export function closuresToCome({ days, calendar }: History, holidays: ReadonlySet<string>): string[] {
  if (days.length === 0) return [];
  const first = days[0].day, last = days[days.length - 1].day;
  const { weekdays } = calendar;
  const worked = new Set(days.map(({ day }) => day));
  const seen = [...holidays].filter((day) => day >= first && day <= last && weekdays[weekdayOf(day)]);
  const closed = seen.filter((day) => !worked.has(day)).length;
  const closes = seen.length > 0 ? closed * 2 > seen.length : !(weekdays[5] && weekdays[6]);
  return closes ? [...holidays].filter((day) => day > last && weekdays[weekdayOf(day)]) : [];
}
