/** Days and moments as people, programs and files write them. Pure. */

/** What stands first in `03/04/2026`. */
export type DateOrder = "dmy" | "mdy";

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)(?:[ ,].*)?$/;

/**
 * `YYYY-MM-DD`, also with a time behind it, or the Russian `DD.MM.YYYY`; with an order also `03/04/2026` and
 * `03-04-2026`. A year of two digits is Excel's: 00 to 29 are of this century. null: no day of the calendar.
 */
export function readDay(text: string, order?: DateOrder): string | null {
  const match = YEAR_FIRST.exec(text);
  const local = match ? null : YEAR_LAST.exec(text);
  if (!match && (!local || (local[2] !== "." && order === undefined))) return null;
  const monthFirst = local !== null && local[2] !== "." && order === "mdy";
  const [, first, , second, last] = (match ?? local)!;
  const [day, month] = match ? [last, second] : monthFirst ? [second, first] : [first, second];
  const year = match ? first : last.length === 2 ? `${Number(last) < 30 ? "20" : "19"}${last}` : last;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso || year < "1000" ? null : iso;
}

/** ISO 8601 in UTC; texts without a zone are by the clock of `timeZone`. null: no moment. */
export function readMoment(
  given: unknown,
  { timeZone = "UTC", dateOrder }: { timeZone?: string; dateOrder?: DateOrder },
): string | null {
  if (typeof given === "number") return iso(given);
  if (typeof given !== "string") return null;
  if (/^\d{4}-\d\d-\d\d[T ].+(Z|[+-]\d\d:?\d\d)$/.test(given)) return iso(Date.parse(given.replace(" ", "T")));
  const day = readDay(given, dateOrder);
  if (!day) return null;
  const time = /[T ,]\s*(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([ap])\.?m\b)?/i.exec(given);
  // 12 hours: 12 AM is midnight, 12 PM is noon.
  const hour = time?.[4] ? Number(time[1]) % 12 + (time[4].toLowerCase() === "p" ? 12 : 0) : Number(time?.[1] ?? 0);
  const hours = `${hour}`.padStart(2, "0");
  const [minutes, seconds] = [time?.[2] ?? "00", time?.[3] ?? "00"];
  const wanted = Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
  if (Number.isNaN(wanted)) return null;
  return iso(momentAt(wanted, timeZone));
}

/** The moment, in ms, at which a zone's clock shows what UTC's shows at `wanted`. */
export function momentAt(wanted: number, timeZone: string): number {
  let at = wanted; // two steps settle the offset on days when the clock changes
  for (let i = 0; i < 2; i++) at = wanted - offsetAt(at, timeZone);
  return at;
}

// Made once a zone: a formatter takes 50 µs, and native memory that comes back late. There are as many as the runtime
// knows zones.
const clocks = new Map<string, Intl.DateTimeFormat>();

function iso(at: number): string | null {
  return Number.isFinite(at) && at > -6.2e13 && at < 2.5e14 ? new Date(at).toISOString() : null;
}

/** How far a zone's clock is ahead of UTC at a moment, in ms. */
export function offsetAt(at: number, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
    clocks.set(timeZone, clock);
  }
  const parts = clock.format(at);
  return Date.parse(`${parts.replace(" ", "T")}Z`) - Math.floor(at / 1000) * 1000;
}
