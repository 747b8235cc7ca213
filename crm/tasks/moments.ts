/**
 * Moments that people mean by "tomorrow" or "next week", by a zone's clock, and which part of somebody's day a task
 * belongs to. Pure; runs in browsers too.
 */
import { momentAt } from "@/crm/record/days.ts";
import type { Day } from "@/crm/tasks/rule.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** When somebody works: days of the week from 1 (Monday), and the time as `09:00`. */
export interface WorkDay {
  days: readonly number[];
  from: string;
}

export const NINE_TO_FIVE: WorkDay = { days: [1, 2, 3, 4, 5], from: "09:00" };

export const POSTPONE = ["hour", "tomorrow", "week"] as const;
export type Postpone = typeof POSTPONE[number];

/** Days since 1970 of a zone's calendar. */
export function dayNumber(at: number, timeZone: string): number {
  const [year, month, day] = partsOf(at, timeZone);
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

export function dayOf(at: number, timeZone: string): Day {
  const [year, month, day] = partsOf(at, timeZone);
  return { year, month, day };
}

/** Minutes since midnight on the zone's clock. */
export function minutesOf(at: number, timeZone: string): number {
  const [, , , hour, minute] = partsOf(at, timeZone);
  return hour * 60 + minute;
}

/** The moment at which the zone's clock shows these minutes of this day. In a gap of the clock: an hour later. */
export function momentOf(day: number, minutes: number, timeZone: string): number {
  return momentAt(day * DAY_MS + minutes * 60_000, timeZone);
}

/** Where a choice of "postpone" leads from now. */
export function postponed(
  to: Postpone,
  options: { now: number; zone: string; work?: WorkDay },
): number {
  const { now, zone, work = NINE_TO_FIVE } = options;
  if (to === "hour") return Math.ceil((now + HOUR_MS) / 300_000) * 300_000;
  const today = dayNumber(now, zone);
  const begins = clockMinutes(work.from);
  // 1970 began on a Thursday.
  const weekday = (day: number) => (day + 3) % 7 + 1;
  const works = (day: number) => work.days.length === 0 || work.days.includes(weekday(day));
  let day = to === "tomorrow" ? today + 1 : today + 8 - weekday(today);
  while (!works(day)) day++;
  return momentOf(day, begins, zone);
}

export const SECTIONS = ["overdue", "today", "tomorrow", "week", "later", "none"] as const;
export type Section = typeof SECTIONS[number];

/** What of a task its place in the day follows from. */
export interface Dated {
  due: string | null;
  allDay: boolean;
}

/** Overdue: its time is over; of a whole day the day. The week ends on Sunday. */
export function sectionOf(task: Dated, options: { now: number; zone: string }): Section {
  if (task.due === null) return "none";
  const { now, zone } = options;
  const at = Date.parse(task.due);
  const [today, day] = [dayNumber(now, zone), dayNumber(at, zone)];
  if (day < today || (!task.allDay && at < now)) return "overdue";
  if (day === today) return "today";
  if (day === today + 1) return "tomorrow";
  return day <= today + 6 - (today + 3) % 7 ? "week" : "later";
}

/** When a task becomes overdue, in ms. */
export function overdueAt(task: Dated, zone: string): number | null {
  if (task.due === null) return null;
  const at = Date.parse(task.due);
  return task.allDay ? momentOf(dayNumber(at, zone) + 1, 0, zone) : at;
}

export function clockMinutes(text: string): number {
  const [hours, minutes] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

export function clockText(minutes: number): string {
  return `${Math.floor(minutes / 60)}`.padStart(2, "0") + ":" + `${minutes % 60}`.padStart(2, "0");
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Year, month, day, hour, minute. */
function partsOf(at: number, timeZone: string): number[] {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
    formats.set(timeZone, format);
  }
  return format.format(at).match(/\d+/g)!.map(Number);
}
