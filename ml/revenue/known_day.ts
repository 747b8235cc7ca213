/** Which day counts as the last known one. Pure. */
import { dayNumber, dayOf } from "@/ml/calendar/days.ts";
import { lastDayOf, monthOf } from "@/ml/revenue/months.ts";

/** Today, but on the last day of a month yesterday: else the month would be over before its evening. */
export function knownDay(today: string): string {
  return today === lastDayOf(monthOf(dayNumber(today))) ? dayOf(dayNumber(today) - 1) : today;
}

/** The day of a moment in a zone, `YYYY-MM-DD`. */
export function dayIn(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
}
