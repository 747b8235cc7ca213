/** Rows of calls made coarser, put one before another, scaled, and known again by their fingerprint. Pure. */
import { createHash } from "node:crypto";
import type { FilledRow } from "@/ml/datasets/grid.ts";

export const dayOfRow = (row: FilledRow) => row.at.slice(0, 10);

/** Sums of longer intervals. A time that stands twice (clocks that went back) is one with the mean of both, as a rate. */
export function coarser(rows: readonly FilledRow[], step: number): FilledRow[] {
  const fine = new Map<string, { calls: number; times: number }>();
  for (const { at, calls } of rows) {
    const known = fine.get(at);
    if (known) {
      known.calls += calls;
      known.times++;
    } else fine.set(at, { calls, times: 1 });
  }
  const sums = new Map<string, number>();
  for (const [at, { calls, times }] of fine) {
    const minute = Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16));
    const begins = Math.floor(minute / step) * step;
    const key = `${at.slice(0, 10)} ${two(Math.floor(begins / 60))}:${two(begins % 60)}`;
    sums.set(key, (sums.get(key) ?? 0) + calls / times);
  }
  return [...sums].map(([at, calls]) => ({ at, calls })).sort((a, b) => a.at < b.at ? -1 : 1);
}

const two = (number: number) => `${number}`.padStart(2, "0");

/** Calls by day. */
export function totalsOf(rows: readonly FilledRow[]): Map<string, number> {
  const totals = new Map<string, number>();
  let [day, sum] = ["", 0];
  for (const { at, calls } of rows) {
    if (day === "" || !at.startsWith(day)) {
      if (day !== "") totals.set(day, sum);
      day = at.slice(0, 10);
      sum = totals.get(day) ?? 0;
    }
    if (calls >= 0 && Number.isFinite(calls)) sum += calls;
  }
  if (day !== "") totals.set(day, sum);
  return totals;
}

/** Calls by hour of the day. */
export function hoursOf(rows: readonly FilledRow[]): number[] {
  const hours: number[] = Array(24).fill(0);
  for (const { at, calls } of rows) if (calls > 0 && Number.isFinite(calls)) hours[Number(at.slice(11, 13))] += calls;
  return hours;
}

/** Rows of whole days before the day. */
export function beforeDay(rows: readonly FilledRow[], day: string | null): FilledRow[] {
  return day === null ? [...rows] : rows.filter((row) => dayOfRow(row) < day);
}

/** Rows that are gone through in about a millisecond. */
export const PAUSE_ROWS = 5_000;

/** Lets others have their turn. */
export const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Goes through many rows in pieces. */
async function slowly(rows: readonly FilledRow[], work: (piece: readonly FilledRow[]) => void): Promise<void> {
  for (let from = 0; from < rows.length; from += PAUSE_ROWS) {
    work(rows.slice(from, from + PAUSE_ROWS));
    if (rows.length > PAUSE_ROWS) await pause();
  }
}

/** Calls by day and by hour of the day, of as many rows as there are. */
export async function surveyOf(rows: readonly FilledRow[]): Promise<{ totals: Map<string, number>; hours: number[] }> {
  const totals = new Map<string, number>();
  const hours: number[] = Array(24).fill(0);
  await slowly(rows, (piece) => {
    for (const [day, calls] of totalsOf(piece)) totals.set(day, (totals.get(day) ?? 0) + calls);
    hoursOf(piece).forEach((calls, hour) => hours[hour] += calls);
  });
  return { totals, hours };
}

/** SHA-256 of the rows as text: the same data have the same, whatever they came from. */
export async function fingerprintOf(rows: readonly FilledRow[]): Promise<string> {
  const hash = createHash("sha256");
  await slowly(rows, (piece) => {
    let text = "";
    for (const { at, calls } of piece) text += `${at},${calls}\n`;
    hash.update(text);
  });
  return hash.digest("hex");
}
