/** Rows of calls made coarser, put one before another, scaled, and known again by their fingerprint. Pure. */
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
  for (const row of rows) {
    const day = dayOfRow(row);
    if (row.calls >= 0 && Number.isFinite(row.calls)) totals.set(day, (totals.get(day) ?? 0) + row.calls);
  }
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

/** SHA-256 of the rows as text: the same data have the same, whatever they came from. */
export async function fingerprintOf(rows: readonly FilledRow[]): Promise<string> {
  const text = new TextEncoder().encode(rows.map(({ at, calls }) => `${at},${calls}\n`).join(""));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
