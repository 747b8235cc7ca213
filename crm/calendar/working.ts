/**
 * Working time: when people work, and where time that only counts then leads. Pure, by the zone's own clock, so that
 * days on which clocks change are as long as they are. Used by pages, reminders, postponing and automation.
 */
import { addDays, type Day, momentOf, wallOf, weekdayOf } from "@/crm/calendar/zone.ts";
import type { Hours, SpecialDayType, Week } from "@/store/tables/calendar.ts";

export type { Hours, SpecialDayType, Week };

/** A day that differs from its weekday. */
export interface SpecialDay {
  type: SpecialDayType;
  /** How much earlier a short day ends, or one that is worked instead of another; 0: like any. */
  minutes: number;
}

export interface WorkingTime {
  /** IANA. */
  timeZone: string;
  week: Week;
  days: ReadonlyMap<Day, SpecialDay>;
}

/** Moments in ms; the end is not in it. */
export interface Span {
  from: number;
  to: number;
}

/** Looking further than this is no use: nobody works there. */
const FARTHEST_DAYS = 400;
const MINUTE_MS = 60_000;

/** Minutes of the clock in which a day's work is done, from its own midnight on; a night's work ends behind 24:00. */
export function minutesOf(time: Pick<WorkingTime, "week" | "days">, day: Day): { from: number; to: number }[] {
  const special = time.days.get(day);
  if (special?.type === "closed") return [];
  let hours = time.week[weekdayOf(day) - 1] ?? [];
  // A day off that was moved is worked like the week's first day.
  if (special?.type === "working" && hours.length === 0) hours = time.week.find((one) => one.length > 0) ?? [];
  const spans = hours.map(read).sort((a, b) => a.from - b.from);
  if (!special?.minutes) return spans;
  const end = Math.max(...spans.map(({ to }) => to)) - special.minutes;
  return spans.map(({ from, to }) => ({ from, to: Math.min(to, end) })).filter(({ from, to }) => to > from);
}

/** Working time between two moments: in order, apart from each other, cut to the range. */
export function workingSpans(time: WorkingTime, range: Span): Span[] {
  const spans: Span[] = [];
  for (const span of spansFrom(time, range.from)) {
    if (span.from >= range.to) break;
    spans.push({ from: span.from, to: Math.min(span.to, range.to) });
  }
  return spans;
}

/** Whether a moment (ms) is working time. */
export function isWorking(time: WorkingTime, at: number): boolean {
  const { day } = wallOf(at, time.timeZone);
  return [addDays(day, -1), day].some((one) => spansOn(time, one).some(({ from, to }) => from <= at && at < to));
}

/** The moment itself when it is working time, else when work begins next; null: never. */
export function nextWorkingMoment(time: WorkingTime, at: number): number | null {
  for (const { from } of spansFrom(time, at)) return from;
  return null;
}

/**
 * Where so many minutes of working time are over: the earliest such moment, which may be the end of a day's work.
 * Nothing to add gives {@link nextWorkingMoment}. null: there is not so much.
 * @throws {RangeError} when minutes are negative
 */
export function addWorkingMinutes(time: WorkingTime, given: { from: number; minutes: number }): number | null {
  if (!(given.minutes >= 0)) throw new RangeError(`no working minutes: ${given.minutes}`);
  let left = given.minutes * MINUTE_MS;
  for (const { from, to } of spansFrom(time, given.from)) {
    if (to - from >= left) return from + left;
    left -= to - from;
  }
  return null;
}

/** Spans from a moment on, joined where they touch; the first is cut to begin there. */
function* spansFrom(time: WorkingTime, at: number): Generator<Span> {
  if (time.week.every((hours) => hours.length === 0)) return;
  let day = addDays(wallOf(at, time.timeZone).day, -1);
  let open: Span | null = null;
  for (let n = 0; n < FARTHEST_DAYS; n++, day = addDays(day, 1)) {
    for (const span of spansOn(time, day)) {
      if (span.to <= at) continue;
      const from: number = Math.max(span.from, at);
      if (open && from <= open.to) {
        open.to = Math.max(open.to, span.to);
        continue;
      }
      if (open) yield open;
      open = { from, to: span.to };
    }
    // What is open cannot be joined by days that begin later than its end.
    if (open && open.to <= momentOf({ day: addDays(day, 1), minute: 0 }, time.timeZone) - 1) {
      yield open;
      open = null;
    }
  }
  if (open) yield open;
}

function spansOn(time: WorkingTime, day: Day): Span[] {
  return minutesOf(time, day).map(({ from, to }) => ({
    from: momentOf({ day, minute: from }, time.timeZone),
    to: momentOf({ day, minute: to }, time.timeZone),
  })).filter(({ from, to }) => to > from);
}

function read({ from, to }: Hours): { from: number; to: number } {
  const [begin, end] = [clock(from), clock(to)];
  return { from: begin, to: end > begin ? end : end + 1_440 };
}

function clock(text: string): number {
  const [hours, minutes] = text.split(":").map(Number);
  return hours * 60 + minutes;
}
