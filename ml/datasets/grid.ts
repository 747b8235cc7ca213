/** Counts of calls as rows of whole days: an interval without calls is a zero, one that the clock left out is nothing. Pure. */
import { timesOfDay, wallText } from "@/ml/datasets/clock.ts";

/** By day, each with its intervals from midnight. */
export type Counts = Map<string, Float64Array>;

export interface FilledRow {
  /** `YYYY-MM-DD HH:MM` of the local clock. */
  at: string;
  calls: number;
}

export interface Filled {
  rows: FilledRow[];
  clockChanges: string[];
}

const DAY = 86_400_000;

/** Day and interval of a clock that knows no zones. */
export function slotOf(wall: number, step: number): { day: string; slot: number } {
  const day = Math.floor(wall / DAY) * DAY;
  return { day: wallText(day).slice(0, 10), slot: Math.floor((wall - day) / (step * 60_000)) };
}

/**
 * @param options.begins the day on which counting began: what lies before its first call is not known, when others
 *   days are long under way by then
 */
export function fillDays(
  counts: Counts,
  options: { step: number; timeZone: string; begins: string | null },
): Filled {
  const { step, timeZone, begins } = options;
  const slots = 1_440 / step;
  const clockChanges: string[] = [];
  const rows: FilledRow[] = [];
  const window = windowOf(counts, slots);
  const days = [...counts.keys()].sort();
  for (const day of days) {
    const calls = counts.get(day)!;
    const times = timesOfDay(day, { timeZone, step });
    if (times.some((often) => often !== 1)) clockChanges.push(day);
    const first =
      day === begins && calls[firstOf(calls)] > 0 && firstOf(calls) - usualFirst(counts, begins) >= 60 / step
        ? firstOf(calls)
        : 0;
    const midnight = Date.parse(`${day}T00:00:00Z`);
    for (let slot = Math.max(first, window.from); slot < window.to; slot++) {
      // A call may be counted in an hour that the clock left out only where zones disagree.
      if (times[slot] === 0 && calls[slot] === 0) continue;
      const at = wallText(midnight + slot * step * 60_000);
      rows.push({ at, calls: calls[slot] / Math.max(1, times[slot]) });
    }
  }
  return { rows, clockChanges };
}

const firstOf = (calls: Float64Array) => calls.findIndex((one) => one > 0);

/** In the middle of all other days. */
function usualFirst(counts: Counts, except: string): number {
  const firsts = [...counts].filter(([day]) => day !== except).map(([, calls]) => firstOf(calls))
    .filter((slot) => slot >= 0).sort((a, b) => a - b);
  return firsts[Math.floor(firsts.length / 2)] ?? Infinity;
}

function windowOf(counts: Counts, slots: number): { from: number; to: number } {
  let [from, to] = [slots, 0];
  for (const calls of counts.values()) {
    for (let slot = 0; slot < slots; slot++) {
      if (!(calls[slot] > 0)) continue;
      from = Math.min(from, slot);
      to = Math.max(to, slot + 1);
    }
  }
  return { from: Math.min(from, to), to };
}
