/**
 * Times as other systems write them, read by one pattern for a whole column: ISO with or without an offset,
 * `31.12.2026 23:59`, `12/31/2026 11:59 PM`. Pure.
 */

/** What a text shows: a clock that knows no zones (ms), and the offset it names (minutes; null: none). */
export interface Shown {
  wall: number;
  offset: number | null;
}

const ISO = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/;
const LOCAL = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)$/;
const CLOCK = /^(\d{1,2})[:.](\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?$/i;
const SPLIT = /^(\S+?)(?:[T\s,]+(\d.*?))?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/;
const DAY_MS = 86_400_000;

/** Whether the day stands before the month in `03/04/2026`. */
export type Order = "day-first" | "month-first";

/** Midnight of the day that the text shows, ms; NaN: none. */
export function dayIn(text: string, order: Order): number {
  const iso = ISO.exec(text);
  if (iso) return dayFrom(+iso[1], +iso[2], +iso[3]);
  const local = LOCAL.exec(text);
  if (!local) return NaN;
  const year = local[4].length === 2 ? 2000 + Number(local[4]) : Number(local[4]);
  // Nobody writes the month first with points.
  const monthFirst = order === "month-first" && local[2] !== ".";
  return monthFirst ? dayFrom(year, +local[1], +local[3]) : dayFrom(year, +local[3], +local[1]);
}

function dayFrom(year: number, month: number, day: number): number {
  const at = Date.UTC(year, month - 1, day);
  const date = new Date(at);
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && year >= 1970 && year < 2200 ? at : NaN;
}

/** ms since midnight; NaN: no time of a clock. */
export function clockIn(text: string): number {
  const match = CLOCK.exec(text);
  if (!match) return NaN;
  const half = match[4]?.toLowerCase();
  const given = Number(match[1]);
  if (half && (given < 1 || given > 12)) return NaN;
  const hour = half ? given % 12 + (half.startsWith("p") ? 12 : 0) : given;
  const [minute, second] = [Number(match[2]), Number(match[3] ?? 0)];
  return hour > 23 || minute > 59 || second > 59 ? NaN : ((hour * 60 + minute) * 60 + second) * 1_000;
}

/** A day with a time of its clock; null: it is none, or has no time. */
export function shownIn(text: string, order: Order): Shown | null {
  const match = SPLIT.exec(text.trim());
  if (!match || match[2] === undefined) return null;
  const [day, clock] = [dayIn(match[1], order), clockIn(match[2].trim())];
  if (Number.isNaN(day) || Number.isNaN(clock)) return null;
  return { wall: day + clock, offset: offsetIn(match[3]) };
}

/** Minutes that the text is ahead of UTC. */
function offsetIn(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[+-]/.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(":", "") || 0);
  return text[0] === "-" ? -minutes : minutes;
}

/** What stands first is told by a number above twelve; by points, else; in doubt the day. */
export function orderOf(texts: readonly string[]): Order {
  let [first, second] = [0, 0];
  for (const text of texts) {
    const match = LOCAL.exec(text.trim().split(/[T\s,]/)[0]);
    if (!match || match[2] === ".") continue;
    first = Math.max(first, Number(match[1]));
    second = Math.max(second, Number(match[3]));
  }
  return second > 12 && first <= 12 ? "month-first" : "day-first";
}

/** The number in a cell ("1 234", "12,5"); NaN: none. */
export function countIn(text: string): number {
  const plain = text.replace(/[\s\u00a0\u202f']/g, "").replace(",", ".");
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}

/** The day of a clock that knows no zones. */
export const midnightOf = (wall: number) => Math.floor(wall / DAY_MS) * DAY_MS;
