/** The wallboard's figures, computed from what the queue actors count. Both definitions of the service level. */
import type { QueueRow } from "@/web/live/protocol.ts";

export type Counts = Pick<QueueRow, "offered" | "answered" | "abandoned" | "answeredInTime" | "abandonedInTime">;

/** SL: answered within T of all answered, 0 to 1; null without calls. */
export function serviceLevel(counts: Counts): number | null {
  return counts.answered > 0 ? counts.answeredInTime / counts.answered : null;
}

/** SL2: (answered within T + abandoned within T) / (answered + abandoned); null without calls. */
export function serviceLevelAll(counts: Counts): number | null {
  const all = counts.answered + counts.abandoned;
  return all > 0 ? (counts.answeredInTime + counts.abandonedInTime) / all : null;
}

export function abandonedShare(counts: Counts): number | null {
  const all = counts.answered + counts.abandoned;
  return all > 0 ? counts.abandoned / all : null;
}

export function sumOf(rows: readonly Counts[]): Counts {
  const sum = { offered: 0, answered: 0, abandoned: 0, answeredInTime: 0, abandonedInTime: 0 };
  for (const row of rows) for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += row[key] ?? 0;
  return sum;
}

/** Where a figure becomes worth a look, and where it becomes bad. Kept per viewer. */
export interface Thresholds {
  waiting: [warn: number, bad: number];
  longestSec: [warn: number, bad: number];
  /** Per cent, falling. */
  serviceLevel: [warn: number, bad: number];
  /** Per cent. */
  abandoned: [warn: number, bad: number];
}

export const DEFAULT_THRESHOLDS: Thresholds = {
  waiting: [3, 6],
  longestSec: [20, 60],
  serviceLevel: [80, 60],
  abandoned: [5, 10],
};

export type Tone = "none" | "warn" | "bad";

/** Tone of a figure that is worse the higher it is. */
export function risingTone(value: number | null, [warn, bad]: readonly [number, number]): Tone {
  return value === null ? "none" : value >= bad ? "bad" : value >= warn ? "warn" : "none";
}

/** Tone of a figure that is worse the lower it is. */
export function fallingTone(value: number | null, [warn, bad]: readonly [number, number]): Tone {
  return value === null ? "none" : value < bad ? "bad" : value < warn ? "warn" : "none";
}

export function areThresholds(value: unknown): value is Thresholds {
  return typeof value === "object" && value !== null &&
    Object.keys(DEFAULT_THRESHOLDS).every((key) => {
      const pair = (value as Record<string, unknown>)[key];
      return Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === "number" && one >= 0);
    });
}
