/** Figures that follow from counted ones. Pure; each formula is named where it stands. */

/** Share of won among closed deals; null: none closed. */
export function winRate(won: number, lost: number): number | null {
  return won + lost > 0 ? won / (won + lost) : null;
}

/** Mean amount in minor units of deals that have one. */
export function average(minor: number | null, priced: number): number | null {
  return minor !== null && priced > 0 ? Math.round(minor / priced) : null;
}

/**
 * Sales velocity in minor units a day: open deals × average won deal × win rate / mean days to win. null: one of them is
 * not known, or deals are won at once.
 */
export function velocity(
  of: { openAtEnd: number; average: number | null; winRate: number | null; cycleDays: number | null },
): number | null {
  if (of.average === null || of.winRate === null || !of.cycleDays) return null;
  return Math.round(of.openAtEnd * of.average * of.winRate / of.cycleDays);
}

/** `YYYY-MM` of each month that the days touch. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  let [year, month] = from.split("-").map(Number);
  for (;;) {
    const text = `${year}-${`${month}`.padStart(2, "0")}`;
    if (text > to.slice(0, 7)) return months;
    months.push(text);
    if (++month > 12) [year, month] = [year + 1, 1];
  }
}

/** First and last day of a month, inside of a period. */
export function daysOf(month: string, period: { from: string; to: string }): { from: string; to: string } {
  const [year, number] = month.split("-").map(Number);
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  return {
    from: `${month}-01` < period.from ? period.from : `${month}-01`,
    to: last > period.to ? period.to : last,
  };
}

/** The greatest `most` by `weight`, the others put together by `join`. */
export function topOf<T>(
  rows: readonly T[],
  options: { most: number; weight(row: T): number; join(rows: T[]): T },
): { rows: T[]; cut: boolean } {
  const sorted = [...rows].sort((a, b) => options.weight(b) - options.weight(a));
  if (sorted.length <= options.most) return { rows: sorted, cut: false };
  return { rows: [...sorted.slice(0, options.most), options.join(sorted.slice(options.most))], cut: true };
}
