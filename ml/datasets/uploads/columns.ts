/** Which columns of a file hold the time and the number of calls; told from titles and cells. Pure. */
import { clockIn, countIn, dayIn, type Order, orderOf, shownIn } from "@/ml/datasets/uploads/times.ts";
import titles from "@/ml/datasets/uploads/titles.json" with { type: "json" };

/** Where the time of a row stands. */
export type TimeColumns =
  | { as: "one"; column: number; order: Order }
  | { as: "day-and-clock"; day: number; clock: number; order: Order }
  /** Seconds since midnight. */
  | { as: "day-and-seconds"; day: number; clock: number; order: Order };

export interface Found {
  time: TimeColumns;
  /** null: each row is one call. */
  calls: number | null;
}

export type NotFound = { code: "datasets.error.no-times" | "datasets.error.days-only" };

const MOST = 0.8;

/** @param header titles, "" where there are none */
export function findColumns(header: readonly string[], rows: readonly (readonly string[])[]): Found | NotFound {
  const columns = header.map((_, n) => rows.map((row) => row[n]?.trim() ?? "").filter((cell) => cell !== ""));
  const share = (n: number, is: (cell: string) => boolean) =>
    columns[n].length === 0 ? 0 : columns[n].filter(is).length / columns[n].length;
  const orders = columns.map((cells) => orderOf(cells));
  const all = header.map((_, n) => n);
  const named = (n: number, words: readonly string[]) => {
    const title = header[n].toLowerCase();
    return words.some((word) => title.includes(word));
  };
  const whole = all.filter((n) => share(n, (cell) => shownIn(cell, orders[n]) !== null) >= MOST);
  const days = all.filter((n) => share(n, (cell) => !Number.isNaN(dayIn(cell, orders[n]))) >= MOST);
  const clocks = all.filter((n) => !days.includes(n) && share(n, (cell) => !Number.isNaN(clockIn(cell))) >= MOST);
  const seconds = all.filter((n) =>
    named(n, titles.seconds) && share(n, (cell) => countIn(cell) >= 0 && countIn(cell) < 86_400) >= MOST
  );
  let time: TimeColumns;
  if (whole.length > 0) time = { as: "one", column: whole[0], order: orders[whole[0]] };
  else if (days.length > 0 && clocks.length > 0) {
    time = { as: "day-and-clock", day: days[0], clock: clocks[0], order: orders[days[0]] };
  } else if (days.length > 0 && seconds.length > 0) {
    time = { as: "day-and-seconds", day: days[0], clock: seconds[0], order: orders[days[0]] };
  } else return { code: days.length > 0 ? "datasets.error.days-only" : "datasets.error.no-times" };
  const taken = new Set([...whole, ...days, ...clocks, ...time.as === "one" ? [time.column] : [time.day, time.clock]]);
  const numbers = all.filter((n) => !taken.has(n) && share(n, (cell) => !Number.isNaN(countIn(cell))) >= MOST);
  const titled = numbers.find((n) => named(n, titles.calls) && !named(n, titles.other));
  // Without a title of calls a lone number is one; of several, none can be told.
  const lone = numbers.filter((n) => !named(n, titles.other));
  return { time, calls: titled ?? (time.as !== "day-and-seconds" && lone.length === 1 ? lone[0] : null) };
}

/** Columns with two values, as outcomes have. */
export function twoValued(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return header.filter((title, n) => {
    if (title === "") return false;
    const values = new Set<string>();
    for (const row of rows) {
      const cell = row[n]?.trim() ?? "";
      if (cell !== "") values.add(cell.toLowerCase());
      if (values.size > 2) return false;
    }
    return values.size === 2;
  });
}
