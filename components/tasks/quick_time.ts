/** Days and times in a line of text, in Russian and English. Pure. */
import words from "@/components/tasks/quick_words.json" with { type: "json" };
import { anyOf, type Line, NUMBER, take } from "@/components/tasks/quick_line.ts";

export interface Found {
  /** Days since 1970. */
  day?: number;
  /** From now. */
  minutes?: number;
}

const DAY_MS = 86_400_000;

/** The first day that the line names. */
export function readDate(line: Line, { today }: { today: number }): Found | null {
  if (take(line, anyOf(words.afterTomorrow))) return { day: today + 2 };
  if (take(line, anyOf(words.tomorrow))) return { day: today + 1 };
  if (take(line, anyOf(words.today))) return { day: today };
  return readIn(line, today) ?? readNextWeek(line, today) ?? readNumbers(line, today) ?? readMonth(line, today) ??
    readWeekday(line, today);
}

/** "через 2 дня", "in an hour". */
function readIn(line: Line, today: number): Found | null {
  const by = anyOf(words.in);
  if (take(line, `${by}\\s+${anyOf(words.half)}`)) return { minutes: 30 };
  for (const unit of ["minute", "hour", "day", "week", "month"] as const) {
    const match = take(line, `${by}\\s+(?:(${NUMBER})\\s*|${anyOf(words.one)}\\s+)?${anyOf(words[unit])}`);
    if (!match) continue;
    const n = Number(match[1] ?? 1);
    switch (unit) {
      case "minute":
        return { minutes: n };
      case "hour":
        return { minutes: n * 60 };
      case "day":
        return { day: today + n };
      case "week":
        return { day: today + n * 7 };
      case "month":
        return { day: monthsOn(today, n) };
    }
  }
  return null;
}

function readNextWeek(line: Line, today: number): Found | null {
  return take(line, anyOf(words.nextWeek)) ? { day: today + 7 - (today + 3) % 7 } : null;
}

/** `05.12`, `5.12.2026`, `2026-12-05`; a day that is over is next year's. */
function readNumbers(line: Line, today: number): Found | null {
  const on = `(?:${anyOf(words.on)}\\s+)?`;
  const iso = take(line, `${on}(\\d{4})-(\\d\\d)-(\\d\\d)`);
  if (iso) return dated(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const before = line.text;
  const dotted = take(line, `${on}(\\d{1,2})\\.(\\d\\d)(?:\\.(\\d{4}|\\d\\d))?`);
  if (!dotted) return null;
  const found = soonest(today, { day: Number(dotted[1]), month: Number(dotted[2]), year: dotted[3] });
  // 15.30 is a time.
  if (!found) line.text = before;
  return found;
}

/** "5 декабря", "december 5", "dec 5 2027". */
function readMonth(line: Line, today: number): Found | null {
  const on = `(?:${anyOf(words.on)}\\s+)?`;
  for (const [n, names] of words.months.entries()) {
    const month = anyOf(names);
    const before = line.text;
    const first = take(line, `${on}(\\d{1,2})(?:st|nd|rd|th)?\\s+${month}(?:\\s+(\\d{4}))?`);
    const match = first ?? take(line, `${on}${month}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?`);
    if (!match) continue;
    const found = soonest(today, { day: Number(match[1]), month: n + 1, year: match[2] });
    if (!found) line.text = before;
    return found;
  }
  return null;
}

/** The next such day; today's name means in a week. */
function readWeekday(line: Line, today: number): Found | null {
  for (const [n, names] of words.weekdays.entries()) {
    const short = names.filter((name) => name.length <= 3);
    const long = names.filter((name) => name.length > 3);
    const on = anyOf(words.on);
    const match = take(line, `(?:${on}\\s+){0,2}${anyOf(long)}`) ?? take(line, `(?:${on}\\s+)${anyOf(short)}`);
    if (match) return { day: today + ((n - (today + 3) % 7 + 7) % 7 || 7) };
  }
  return null;
}

/** Minutes since midnight. */
export function readTime(line: Line): number | null {
  const at = `(?:${anyOf(words.at)}\\s+)?`;
  const half = `(${anyOf(words.am)}|${anyOf(words.pm)})`;
  const hours = `(?:\\s*${anyOf(words.hour)})?`;
  const exact = take(line, `${at}([01]?\\d|2[0-3]):([0-5]\\d)(?:\\s*${half})?`) ??
    take(line, `${anyOf(words.at)}\\s+([01]?\\d|2[0-3])\\.([0-5]\\d)(?:\\s*${half})?`);
  if (exact) return minutes(Number(exact[1]), Number(exact[2]), exact[3]);
  const named = take(line, `${at}(\\d{1,2})${hours}\\s*${half}`);
  if (named && Number(named[1]) <= 12) return minutes(Number(named[1]), 0, named[2]);
  const bare = take(line, `${anyOf(words.at)}\\s+([01]?\\d|2[0-3])${hours}(?!\\s*[%.,]\\d)`);
  // Nobody plans a call for three at night.
  if (bare) return minutes(Number(bare[1]), 0, /^[1-7]$/.test(bare[1]) ? "pm" : undefined);
  for (const [key, minute] of [["morning", 540], ["noon", 720], ["afternoon", 840], ["evening", 1_080]] as const) {
    if (take(line, anyOf(words[key]))) return minute;
  }
  return null;
}

function minutes(hour: number, minute: number, half: string | undefined): number {
  const late = half !== undefined && words.pm.includes(half.toLowerCase());
  const early = half !== undefined && !late;
  if (late && hour < 12) return (hour + 12) * 60 + minute;
  if (early && hour === 12) return minute;
  return hour * 60 + minute;
}

function dated(year: number, month: number, day: number): Found | null {
  const at = Date.UTC(year, month - 1, day);
  const back = new Date(at);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? { day: at / DAY_MS } : null;
}

function soonest(today: number, date: { day: number; month: number; year: string | undefined }): Found | null {
  if (date.year !== undefined) {
    return dated(Number(date.year) + (date.year.length === 2 ? 2000 : 0), date.month, date.day);
  }
  const year = new Date(today * DAY_MS).getUTCFullYear();
  const found = dated(year, date.month, date.day);
  return found && found.day! < today ? dated(year + 1, date.month, date.day) : found;
}

/** The same day some months on, or the month's last. */
function monthsOn(today: number, months: number): number {
  const from = new Date(today * DAY_MS);
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0)).getUTCDate();
  return Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, Math.min(from.getUTCDate(), last)) / DAY_MS;
}
