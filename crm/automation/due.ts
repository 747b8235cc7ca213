/** When something is due that a rule promises: after a span, in working time or not. Pure. */
import { addWorkingMinutes, nextWorkingMoment, type WorkingTime } from "@/crm/calendar/working.ts";
import { addDays, momentOf, wallOf } from "@/crm/calendar/zone.ts";
import type { Span } from "@/crm/automation/types.ts";

const MINUTES = { minutes: 1, hours: 60 } as const;

export interface DueOptions {
  /** ms */
  from: number;
  timeZone: string;
  /** Only working time counts; a day that nobody works on moves to the next that is. */
  working: WorkingTime | null;
  /** Of days: the hour, `HH:MM`; absent: the same hour. */
  at?: string | null;
}

/** ms. Where nobody ever works, working time is any time. */
export function dueAfter({ n, unit }: Span, options: DueOptions): number {
  const { from, timeZone, working } = options;
  if (unit !== "days") {
    const minutes = n * MINUTES[unit];
    return (working && addWorkingMinutes(working, { from, minutes })) ?? from + minutes * 60_000;
  }
  const wall = wallOf(from, timeZone);
  const [hours, minutes] = (options.at ?? "").split(":").map(Number);
  const minute = options.at ? hours * 60 + minutes : wall.minute;
  const due = momentOf({ day: addDays(wall.day, n), minute }, timeZone);
  return (working && nextWorkingMoment(working, due)) ?? due;
}
