/**
 * The back-test as it is drawn: its weeks, the line of one of them, and two versions on the days that both told. Pure.
 */
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import type { DayBeside } from "@/ml/volume/report.ts";

export interface Line {
  /** Where each point stands: its day and its interval of the day; both ends of a gap are points too. */
  points: { day: string; slot: number }[];
  calls: (number | null)[];
  expected: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

/** A day in one figure: intervals without a fact are left out of both sums, so that they can be laid side by side. */
export interface DayTotal {
  day: string;
  calls: number | null;
  expected: number;
  /** Sum of the misses of the intervals. */
  missed: number;
  /** Intervals with a fact, and how many of them lay inside of the interval that was told. */
  known: number;
  inside: number;
}

/** Each day once: where it was told several times, the last time before it came. */
export function lastTold(told: readonly DayBeside[]): DayBeside[] {
  const days = new Map<string, DayBeside>();
  for (const one of told) {
    const before = days.get(one.day);
    if (!before || one.ahead < before.ahead) days.set(one.day, one);
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

export const mondayOf = (day: string): string => addDays(day, -weekdayOf(day));

/** Mondays of the weeks that have days in them. */
export function weeksOf(days: readonly DayBeside[]): string[] {
  return [...new Set(days.map(({ day }) => mondayOf(day)))].sort();
}

/** The intervals of some days, one after another. */
export function lineOf(days: readonly DayBeside[]): Line {
  const line: Line = { points: [], calls: [], expected: [], low: [], high: [] };
  days.forEach((one, n) => {
    // Between two days stands a hole, else the evening would be joined to the next morning.
    if (n > 0) put(line, { day: one.day, slot: -1 }, [null, null, null, null]);
    one.expected.forEach((expected, slot) =>
      put(line, { day: one.day, slot }, [finite(one.calls[slot]), finite(expected), one.low[slot], one.high[slot]])
    );
  });
  return line;
}

function put(
  line: Line,
  point: Line["points"][number],
  values: [number | null, number | null, number | null, number | null],
) {
  line.points.push(point);
  [line.calls, line.expected, line.low, line.high].forEach((to, n) => to.push(finite(values[n])));
}

const finite = (value: number | null | undefined): number | null => Number.isFinite(value) ? value as number : null;

export function totalOf(one: DayBeside): DayTotal {
  let [calls, expected, missed, known, inside] = [0, 0, 0, 0, 0];
  one.calls.forEach((came, slot) => {
    const [told, low, high] = [one.expected[slot], one.low[slot], one.high[slot]];
    if (finite(came) === null || finite(told) === null) return;
    known++;
    calls += came!;
    expected += told;
    missed += Math.abs(came! - told);
    if (came! >= low && came! <= high) inside++;
  });
  if (known > 0) return { day: one.day, calls, expected, missed, known, inside };
  return { day: one.day, calls: null, expected: sum(one.expected), missed: 0, known, inside };
}

const sum = (values: readonly number[]) => values.reduce((all, one) => all + (finite(one) ?? 0), 0);

/** Sum of misses as a share of the calls that came; null when none came. */
export function wapeOf(totals: readonly DayTotal[]): number | null {
  const calls = totals.reduce((all, one) => all + (one.calls ?? 0), 0);
  return calls > 0 ? totals.reduce((all, one) => all + one.missed, 0) / calls : null;
}

/** The same for whole days: what is too many in one hour makes up for what is too few in another. */
export function dayErrorOf(totals: readonly DayTotal[]): number | null {
  const known = totals.filter(({ calls }) => calls !== null);
  const calls = known.reduce((all, one) => all + one.calls!, 0);
  return calls > 0 ? known.reduce((all, one) => all + Math.abs(one.calls! - one.expected), 0) / calls : null;
}

export interface Beside {
  /** Days that both told, as far ahead. */
  days: number;
  one: number | null;
  other: number | null;
  /** WAPE of `one` less that of `other`, with the bounds of 95 of 100 bootstraps of days; null with fewer than three. */
  difference: { mean: number; low: number; high: number } | null;
}

/** Two versions on the days that both told: figures of different days can't be compared. */
export function besideOf(one: readonly DayBeside[], other: readonly DayBeside[]): Beside {
  const key = ({ day, ahead, expected }: DayBeside) => `${day} ${ahead} ${expected.length}`;
  const others = new Map(other.map((told) => [key(told), told]));
  const pairs = one.flatMap((told) => {
    const beside = others.get(key(told));
    return beside ? [[totalOf(told), totalOf(beside)] as const] : [];
  }).filter(([a, b]) => a.calls !== null && b.calls !== null);
  const difference = (picked: readonly (readonly [DayTotal, DayTotal])[]) => {
    const [a, b] = [wapeOf(picked.map((pair) => pair[0])), wapeOf(picked.map((pair) => pair[1]))];
    return a === null || b === null ? null : a - b;
  };
  const mean = difference(pairs);
  return {
    days: pairs.length,
    one: wapeOf(pairs.map(([a]) => a)),
    other: wapeOf(pairs.map(([, b]) => b)),
    difference: mean === null || pairs.length < 3 ? null : { mean, ...boundsOf(pairs, difference) },
  };
}

const DRAWS = 1_000;

/** Percentiles 2.5 and 97.5 of draws with replacement; the draws are the same each time. */
function boundsOf<Pair>(pairs: readonly Pair[], figure: (picked: Pair[]) => number | null) {
  let state = 20_240_229;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const drawn: number[] = [];
  for (let n = 0; n < DRAWS; n++) {
    const value = figure(pairs.map(() => pairs[Math.floor(next() * pairs.length)]));
    if (value !== null) drawn.push(value);
  }
  drawn.sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.min(drawn.length - 1, Math.floor(share * drawn.length))] ?? 0;
  return { low: at(0.025), high: at(0.975) };
}
