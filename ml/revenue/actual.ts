/** What months really brought, from deals as they are known. Pure. */
import type { KnownDeal } from "@/ml/revenue/deals.ts";
import { monthOf } from "@/ml/revenue/months.ts";

/** Amounts of won deals by the number of the month in which they were won. */
export function revenueByMonth(deals: readonly KnownDeal[]): Map<number, number> {
  const months = new Map<number, number>();
  for (const { closed, amount } of deals) {
    if (closed?.won) months.set(monthOf(closed.day), (months.get(monthOf(closed.day)) ?? 0) + (amount ?? 0));
  }
  return months;
}

/**
 * The same period before: the same month a year ago, or, while the history is younger, the same month of the quarter
 * before; null where that is not known as a whole.
 */
export function samePeriodBefore(
  revenue: ReadonlyMap<number, number>,
  month: number,
  known: { from: number; until: number },
): number | null {
  const whole = (one: number) => one >= known.from && one <= known.until;
  if (whole(month - 12)) return revenue.get(month - 12) ?? 0;
  for (let one = month - 3; one > month - 12; one -= 3) if (whole(one)) return revenue.get(one) ?? 0;
  return null;
}
