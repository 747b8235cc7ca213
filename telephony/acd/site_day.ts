/** The working day of the site: figures begin anew at midnight of its time zone, not of the server's. */

export interface SiteDay {
  /** `2026-03-29` in the site's zone. */
  day: string;
  startsAt: number;
  endsAt: number;
}

export type DayOf = (now: number) => SiteDay;

const HOUR = 3_600_000;

/** Days of an IANA zone. Pure: the last day is remembered only to spare Intl's 10 µs a call. */
export function daysIn(timeZone: string): DayOf {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const dayAt = (at: number) => format.format(at);
  let last: SiteDay = { day: "", startsAt: 0, endsAt: 0 };
  return (now) => {
    if (now >= last.startsAt && now < last.endsAt) return last;
    const day = dayAt(now);
    return last = { day, startsAt: edge(day, now, dayAt, -1), endsAt: edge(day, now, dayAt, 1) };
  };
}

/** The instant where the local date changes, before or after `now`; found by halving, so any zone's rule holds. */
function edge(day: string, now: number, dayAt: (at: number) => string, side: 1 | -1): number {
  let inside = now;
  let outside = now + side * 26 * HOUR;
  while (Math.abs(outside - inside) > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (dayAt(middle) === day) inside = middle;
    else outside = middle;
  }
  return side === 1 ? outside : inside;
}
