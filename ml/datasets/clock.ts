/** A zone's clock by intervals: which of them a day has, and how often. Pure. */
import { offsetAt } from "@/crm/record/days.ts";

const DAY = 86_400_000;
const QUARTER = 900_000;

/** What the zone's clock shows, as ms of a clock that knows no zones. Asks the zone twice a day unless the clock changes. */
export function clockOf(timeZone: string): (at: number) => number {
  const days = new Map<number, { from: number; to: number }>();
  const quarters = new Map<number, number>();
  return (at) => {
    const day = Math.floor(at / DAY);
    let offsets = days.get(day);
    if (!offsets) {
      offsets = { from: offsetAt(day * DAY, timeZone), to: offsetAt((day + 1) * DAY, timeZone) };
      days.set(day, offsets);
    }
    if (offsets.from === offsets.to) return at + offsets.from;
    const quarter = Math.floor(at / QUARTER);
    let offset = quarters.get(quarter);
    if (offset === undefined) quarters.set(quarter, offset = offsetAt(quarter * QUARTER, timeZone));
    return at + offset;
  };
}

/** `YYYY-MM-DD HH:MM` of a clock that knows no zones. */
export function wallText(wall: number): string {
  return new Date(wall).toISOString().slice(0, 16).replace("T", " ");
}

/**
 * How often the clock shows each interval of the day: once; never, when clocks go forward over it; twice, when they go
 * back.
 */
export function timesOfDay(day: string, options: { timeZone: string; step: number }): Uint8Array {
  const { timeZone, step } = options;
  const slots = 1_440 / step;
  const begin = Date.parse(`${day}T00:00:00Z`);
  // The same clock a day around says that nothing changed.
  const around = [-DAY, 0, DAY, 2 * DAY].map((by) => offsetAt(begin + by, timeZone));
  if (around.every((offset) => offset === around[0])) return new Uint8Array(slots).fill(1);
  const clock = clockOf(timeZone);
  const quarters = new Uint8Array(96);
  for (let at = begin - DAY; at < begin + 2 * DAY; at += QUARTER) {
    const within = (clock(at) - begin) / QUARTER;
    if (within >= 0 && within < 96) quarters[Math.floor(within)]++;
  }
  return Uint8Array.from({ length: slots }, (_, slot) => {
    const first = Math.floor(slot * step / 15);
    const last = Math.max(first, Math.ceil((slot + 1) * step / 15) - 1);
    return Math.max(...quarters.subarray(first, last + 1));
  });
}
