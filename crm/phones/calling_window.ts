/** Whether somebody may be called now: the law and decency count in the time of the person called. Pure. */

export interface CallingWindow {
  /** Local time, `HH:MM`; the minute itself is inside. */
  from: string;
  /** Local time, `HH:MM` up to `24:00`; the minute itself is outside. Before `from`: over midnight. */
  to: string;
  /** ISO weekdays of the evening it begins on, 1 Monday to 7 Sunday; all when absent. */
  days?: readonly number[];
}

/**
 * Whether `at` is inside the window in every one of `zones`: where the number does not tell the zone, nobody is woken.
 * False without a zone and for a zone that the system does not know.
 *
 * @throws RangeError when a time is not `HH:MM`.
 */
export function callableNow(zones: readonly string[], at: Date, window: CallingWindow): boolean {
  const [from, to] = [minutesOf(window.from), minutesOf(window.to)];
  return zones.length > 0 && zones.every((zone) => {
    const local = localTime(zone, at);
    if (!local) return false;
    const { weekday, minutes } = local;
    const night = from > to && minutes < to;
    if (!(night || (minutes >= from && (minutes < to || from > to)))) return false;
    // What lies after midnight belongs to the day before.
    const day = night ? (weekday + 5) % 7 + 1 : weekday;
    return window.days === undefined || window.days.includes(day);
  });
}

function minutesOf(time: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? [];
  const sum = Number(hours) * 60 + Number(minutes);
  if (!(sum <= 24 * 60)) throw new RangeError(`no time of day: ${time}`);
  return sum;
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Formats by zone, to spare Intl's slow constructor; null: no such zone. */
const formats = new Map<string, Intl.DateTimeFormat | null>();

function localTime(zone: string, at: Date): { weekday: number; minutes: number } | null {
  let format = formats.get(zone);
  if (format === undefined) formats.set(zone, format = formatOf(zone));
  if (!format) return null;
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    weekday: WEEKDAYS.indexOf(parts.weekday) + 1,
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en", {
      timeZone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  } catch {
    return null;
  }
}
