/** Whether deals close slower the more of them are open: what a team can do in a month has an end. Pure. */
import type { Part } from "@/ml/revenue/closing.ts";
import type { Cell } from "@/ml/revenue/exposure.ts";
import { firstDay } from "@/ml/revenue/months.ts";

/** Months from which on a crowd can be told from chance. */
const FEWEST_MONTHS = 4;
/** Sum of squared logarithms at which the slope seen is believed by half: pools that differ by a tenth, twice. */
const PRIOR = 0.02;

/**
 * A team closes only so many deals a month: where more have been open, each of them may have closed slower. The slope of
 * closings (by what was expected) on the deals at risk (by what they would do in a month without season), both in
 * logarithms, drawn to zero; told for the deals at risk of the latest month.
 */
export function crowding(
  cells: readonly Cell[],
  options: { parts: readonly Part[]; asOf: number; weights: readonly number[] },
): number {
  const months = new Map<number, { pool: number; expected: number; closed: number; days: number; weight: number }>();
  cells.forEach((cell, n) => {
    const one = months.get(cell.month) ?? {
      pool: 0,
      expected: 0,
      closed: 0,
      days: Math.min(options.asOf + 1, firstDay(cell.month + 1)) - firstDay(cell.month),
      weight: options.weights[n],
    };
    months.set(cell.month, one);
    for (const part of options.parts) {
      const alone = cell.days * part.base[cell.band];
      one.pool += alone / one.days;
      one.expected += alone * part.season(cell.band, cell.month) * (part.stage.get(cell.stage) ?? 1);
    }
    one.closed += cell.won + cell.lost;
  });
  const seen = [...months].sort(([a], [b]) => a - b).map(([, one]) => one)
    .filter(({ days, closed }) => days >= 20 && closed > 0);
  if (seen.length < FEWEST_MONTHS) return 1;
  const total = seen.reduce((sum, { weight }) => sum + weight, 0);
  const middle = seen.reduce((sum, { weight, pool }) => sum + weight * Math.log(pool), 0) / total;
  let both = 0, square = 0;
  for (const { pool, expected, closed, weight } of seen) {
    const x = Math.log(pool) - middle;
    both += weight * x * Math.log(closed / expected);
    square += weight * x * x;
  }
  const slope = Math.max(-1, Math.min(0, both / (square + PRIOR)));
  return Math.exp(slope * (Math.log(seen.at(-1)!.pool) - middle));
}
