/** Numbers, days and hours of a model as people of one language read them. Pure. */
import { addDays } from "@/ml/calendar/days.ts";

export interface Say {
  /** 4.1 % */
  percent(share: number | null): string;
  /** +4 %, with its sign. */
  tilt(share: number | null): string;
  /** +0.8, in percentage points, with its sign. */
  points(share: number | null): string;
  /** +0.012: a difference of scales. */
  shift(value: number | null): string;
  /** 0.892: scales that are no shares. */
  scale(value: number | null): string;
  count(value: number | null): string;
  /** 9:30 */
  time(minute: number): string;
  hours(from: number, to: number): string;
  /** 2 Mar 2026 */
  day(day: string): string;
  /** 2 Mar – 5 Apr 2026 */
  range(from: string | null, to: string | null): string;
  /** 2 Mar */
  dayShort(day: string): string;
  /** Mon, 2 Mar */
  dayOfWeek(day: string): string;
  /** Monday; 0 is Monday. */
  weekday(number: number): string;
  week(monday: string): string;
  bytes(bytes: number): string;
  seconds(ms: number): string;
}

export const NOTHING = "–";

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const MONDAY = "2024-01-01";

export function sayIn(locale: string): Say {
  const format = (options: Intl.NumberFormatOptions) => {
    const number = new Intl.NumberFormat(locale, options);
    return (value: number | null) => value === null || !Number.isFinite(value) ? NOTHING : number.format(value);
  };
  const date = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return (day: string) => made.format(at(day));
  };
  const range = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const share = format({ style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const tilt = format({ style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" });
  const shift = format({ minimumFractionDigits: 3, maximumFractionDigits: 3, signDisplay: "exceptZero" });
  const points = format({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const short = date({ day: "numeric", month: "short" });
  const weekday = date({ weekday: "long" });
  const time = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;
  const unit = (value: number, unit: string, digits: number) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: digits }).format(value);
  return {
    percent: share,
    tilt: (value) => tilt(value).replace("-", "−"),
    // The minus of figures, not a hyphen.
    points: (value) => points(value === null ? null : value * 100).replace("-", "−"),
    shift: (value) => shift(value).replace("-", "−"),
    scale: format({ minimumFractionDigits: 3, maximumFractionDigits: 3 }),
    count: format({ maximumFractionDigits: 1 }),
    time,
    hours: (from, to) => `${time(from)}–${time(to)}`,
    day: date({ day: "numeric", month: "short", year: "numeric" }),
    range: (from, to) => from && to ? range.formatRange(at(from), at(to)) : NOTHING,
    dayShort: short,
    dayOfWeek: date({ weekday: "short", day: "numeric", month: "short" }),
    weekday: (number) => weekday(addDays(MONDAY, number)),
    week: (monday) => `${short(monday)} – ${short(addDays(monday, 6))}`,
    bytes: (bytes) => bytes < 1e6 ? unit(bytes / 1e3, "kilobyte", 0) : unit(bytes / 1e6, "megabyte", 1),
    seconds: (ms) => unit(ms / 1000, "second", ms < 10_000 ? 1 : 0),
  };
}
