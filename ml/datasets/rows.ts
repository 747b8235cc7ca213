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

/** SHA-256 of the rows as text: the same data have the same, whatever they came from. Others have their turn between. */
export async function fingerprintOf(rows: readonly FilledRow[]): Promise<string> {
  const hash = createHash("sha256");
  for (let from = 0; from < rows.length; from += HASHED) {
    let text = "";
    for (const { at, calls } of rows.slice(from, from + HASHED)) text += `${at},${calls}\n`;
    hash.update(text);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return hash.digest("hex");
}

/** Rows in about a millisecond. */
const HASHED = 5_000;
