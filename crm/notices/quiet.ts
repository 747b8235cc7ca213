/** Quiet hours: from one hour to another of the site's day, also over midnight. Pure. */
import { momentAt } from "@/crm/record/days.ts";
import type { QuietHours } from "@/store/tables/notices.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** When the quiet that `now` stands in ends, ms; null: it is not quiet. */
export function quietUntil(quiet: Pick<QuietHours, "from" | "to">, now: number, timeZone: string): number | null {
  const from = minutesOf(quiet.from);
  const to = minutesOf(quiet.to);
  if (from === to) return null;
  const wall = wallOf(now, timeZone);
  const minute = Math.floor((wall % DAY_MS) / MINUTE_MS);
  const within = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!within) return null;
  const day = wall - wall % DAY_MS;
  const end = momentAt(day + (minute < to ? 0 : DAY_MS) + to * MINUTE_MS, timeZone);
  // Clocks set back would give an end that is past.
  return Math.max(end, now + MINUTE_MS);
}

/** The zone's wall clock, as if it were UTC. */
function wallOf(now: number, timeZone: string): number {
  const text = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(now);
  return Date.parse(`${text.replace(" ", "T")}Z`);
}

/** `22:30` */
function minutesOf(text: string): number {
  const [hours, minutes] = text.split(":").map(Number);
  return hours * 60 + minutes;
}
