/** Months as whole numbers (year × 12 + month), so that arithmetic on them never meets their lengths. Pure. */
import { dayOf } from "@/ml/calendar/days.ts";

/** Number of the month of a day since 1970-01-01 (Hinnant's civil_from_days: no Date in the innermost loop). */
export function monthOf(day: number): number {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  // Years begin in March here, so that the leap day is their last.
  return (year + era * 400) * 12 + Math.floor((5 * ofYear + 2) / 153) + 2;
}

/** First day of a month, as days since 1970-01-01. */
export function firstDay(month: number): number {
  return Math.round(Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000);
}

/** `YYYY-MM`. */
export function monthName(month: number): string {
  return dayOf(firstDay(month)).slice(0, 7);
}

/** `YYYY-MM` or a day in it to the month's number. */
export function monthNumber(name: string): number {
  return Number(name.slice(0, 4)) * 12 + Number(name.slice(5, 7)) - 1;
}

/** Last day of a month, `YYYY-MM-DD`. */
export function lastDayOf(month: number): string {
  return dayOf(firstDay(month + 1) - 1);
}

/** `YYYY-Q1` to `YYYY-Q4`. */
export function quarterName(month: number): string {
  return `${Math.floor(month / 12)}-Q${Math.floor(month % 12 / 3) + 1}`;
}
