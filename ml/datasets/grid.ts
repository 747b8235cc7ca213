/** Counts of calls as rows of whole days: an interval without calls is a zero, one that the clock left out is nothing. Pure. */
import { dayOf } from "@/ml/calendar/days.ts";
import { timesOfDay } from "@/ml/datasets/clock.ts";

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

/** Days since 1970 and interval of a clock that knows no zones. */
export function slotOf(wall: number, step: number): { number: number; slot: number } {
  const number = Math.floor(wall / DAY);
  return { number, slot: Math.floor((wall - number * DAY) / (step * 60_000)) };
}

/** ` HH:MM` of every interval of a day. */
export function slotTexts(step: number): string[] {
  return Array.from({ length: 1_440 / step }, (_, slot) => {
    const minute = slot * step;
    return ` ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  });
}

const two = (number: number) => `${number}`.padStart(2, "0");

/** Adds calls to an interval; days are known by their number, as texts of a million calls would take their time. */
export class CountedDays {
  readonly #days = new Map<number, Float64Array>();
  constructor(readonly step: number) {}
  add(number: number, slot: number, calls: number): void {
    let known = this.#days.get(number);
    if (!known) this.#days.set(number, known = new Float64Array(1_440 / this.step));
    known[slot] += calls;
  }
  counts(): Counts {
    return new Map([...this.#days].sort(([a], [b]) => a - b).map(([number, calls]) => [dayOf(number), calls]));
  }
}

export interface FillOptions {
  step: number;
  timeZone: string;
  /**
   * The day on which counting began: what lies before its first call is not known, when other days are long under way by
   * then. null: all days are whole.
   */
  begins: string | null;
}

/** Rows of all days, in their order. */
export function fillDays(counts: Counts, options: FillOptions): Filled {
  const filled: Filled = { rows: [], clockChanges: [] };
  for (const day of filledDays(counts, options)) {
    for (const row of day.rows) filled.rows.push(row);
    if (day.clockChanged) filled.clockChanges.push(day.day);
  }
  return filled;
}

/** The same day by day, so that others may have their turn between. */
export function* filledDays(
  counts: Counts,
  { step, timeZone, begins }: FillOptions,
): Generator<{ day: string; rows: FilledRow[]; clockChanged: boolean }, void> {
  const texts = slotTexts(step);
  const window = windowOf(counts, 1_440 / step);
  for (const day of [...counts.keys()].sort()) {
    const calls = counts.get(day)!;
    const times = timesOfDay(day, { timeZone, step });
    const begun = day === begins ? firstOf(calls) : 0;
    const late = day === begins && begun - usualFirst(counts, day) >= 60 / step;
    const rows: FilledRow[] = [];
    for (let slot = Math.max(late ? begun : 0, window.from); slot < window.to; slot++) {
      // A call may be counted in an hour that the clock left out only where zones disagree.
      if (times[slot] === 0 && calls[slot] === 0) continue;
      rows.push({ at: day + texts[slot], calls: calls[slot] / Math.max(1, times[slot]) });
    }
    yield { day, rows, clockChanged: times.some((often) => often !== 1) };
  }
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
