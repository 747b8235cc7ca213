/**
 * Does a score treat groups of people alike (by city, language, age group; whatever the company chooses)? Says where the
 * score is off for a group, and where a group is seldom picked. It judges; people decide. Pure.
 */
import { auc } from "@/ml/scores/metrics.ts";

export interface GroupFigures {
  group: string;
  records: number;
  /** Mean probability that the score told, and the share that was won. */
  told: number;
  won: number;
  auc: number;
  /** Share of the group among the best-scored, by its share among all: 1 is even. */
  picked: number;
  /** Told is further from won than chance allows (three standard errors) and by more than two points. */
  off: boolean;
  /** Picked less than four fifths as often as the group that is picked most (the EEOC's rule of thumb, 29 CFR 1607.4 D). */
  seldom: boolean;
}

/** Figures by group, the largest first; groups under `least` records are left out, as chance alone would speak. */
export function fairness(
  { probability, outcome }: { probability: ArrayLike<number>; outcome: Uint8Array },
  groups: readonly string[],
  { top = 0.2, least = 50 }: { top?: number; least?: number } = {},
): GroupFigures[] {
  const sorted = Float64Array.from(probability).sort();
  const bar = sorted[Math.max(0, Math.ceil(sorted.length * (1 - top)) - 1)];
  const rowsBy = Map.groupBy(groups.keys(), (row) => groups[row]);
  const figures = [...rowsBy].filter(([, rows]) => rows.length >= least).map(([group, rows]) => {
    const mean = (of: (row: number) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
    const told = mean((row) => probability[row]), won = mean((row) => outcome[row]);
    const error = Math.sqrt(mean((row) => probability[row] * (1 - probability[row])) / rows.length);
    return {
      group,
      records: rows.length,
      told,
      won,
      auc: auc(rows.map((row) => probability[row]), Uint8Array.from(rows, (row) => outcome[row])),
      picked: mean((row) => probability[row] > bar ? 1 : 0) / top,
      off: Math.abs(told - won) > Math.max(0.02, 3 * error),
    };
  });
  const most = Math.max(0, ...figures.map(({ picked }) => picked));
  return figures.map((one) => ({ ...one, seldom: one.picked < 0.8 * most }))
    .sort((a, b) => b.records - a.records || (a.group < b.group ? -1 : 1));
}
