/** Errors of a back-test as they are read: a difference in a word, errors by hour and distance in few rows. Pure. */
import type { ErrorBy } from "@/ml/volume/report.ts";

export type Told = "better" | "worse" | "chance" | "unknown";

/** What an interval of a difference says: better only when all of it lies on the good side. */
export function toldBy(
  difference: { mean: number; low: number; high: number } | null,
  good: "below" | "above",
): Told {
  if (!difference || !Number.isFinite(difference.low) || !Number.isFinite(difference.high)) return "unknown";
  if (difference.high < 0) return good === "below" ? "better" : "worse";
  if (difference.low > 0) return good === "below" ? "worse" : "better";
  return "chance";
}

export interface ErrorRow {
  /** First and last key of the row. */
  from: number;
  to: number;
  calls: number;
  wape: number | null;
  bias: number | null;
}

/** Rows with the same `group` as one; shares are weighed by the calls behind them. */
function together(rows: readonly ErrorBy[], group: (key: number) => number): ErrorRow[] {
  const groups = Map.groupBy([...rows].sort((a, b) => a.key - b.key), ({ key }) => group(key));
  return [...groups.values()].map((list) => {
    const mean = (of: "wape" | "bias") => {
      const known = list.filter((row) => row[of] !== null && Number.isFinite(row[of]) && row.calls > 0);
      const calls = known.reduce((all, row) => all + row.calls, 0);
      return calls > 0 ? known.reduce((all, row) => all + row[of]! * row.calls, 0) / calls : null;
    };
    return {
      from: list[0].key,
      to: list[list.length - 1].key,
      calls: list.reduce((all, row) => all + row.calls, 0),
      wape: mean("wape"),
      bias: mean("bias"),
    };
  });
}

/** By full hour: keys are minutes of the day. */
export function byHour(rows: readonly ErrorBy[]): ErrorRow[] {
  return together(rows, (minute) => Math.floor(minute / 60)).map((row) => {
    const hour = Math.floor(row.from / 60) * 60;
    return { ...row, from: hour, to: hour + 60 };
  });
}

export const byWeekday = (rows: readonly ErrorBy[]): ErrorRow[] => together(rows, (day) => day);

/** Weeks as they are told (7: the first one); single days of the first week each for itself, then 8–14, 15–28, 29–56. */
export function byAhead(rows: readonly ErrorBy[]): ErrorRow[] {
  if (rows.every(({ key }) => key % 7 === 0)) {
    return together(rows, (days) => days).map((row) => ({ ...row, from: row.from - 6 }));
  }
  return together(rows, (days) => days <= 7 ? days : days <= 14 ? 14 : days <= 28 ? 28 : 56);
}

/** The largest share, for the length of bars; never zero. */
export function largest(rows: readonly ErrorRow[]): number {
  return Math.max(...rows.map(({ wape }) => wape ?? 0), 0) || 1;
}
