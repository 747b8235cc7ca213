/** How many new deals come a day, by the months before: their level, a month's place in its quarter, the year's. Pure. */
import type { KnownDeal } from "@/ml/revenue/deals.ts";
import { firstDay, monthOf } from "@/ml/revenue/months.ts";

/** Months after which a month counts half for the level. */
const HALF_LIFE = 3;
/** Full months that a season's factor has to see before it is believed by half. */
const PRIOR_MONTHS = 2;
const YEARS_FROM = 24;

export interface Arrivals {
  /** Expected new deals on a day of this month. */
  perDay(month: number): number;
  /** Coefficient of variation of a month around what is expected. */
  vary: number;
}

/** Deals as known on `asOf`; a month that has hardly begun counts by its days. */
export function fitArrivals(deals: readonly KnownDeal[], options: { asOf: number }): Arrivals {
  const { asOf } = options;
  const months = new Map<number, number>();
  for (const { created } of deals) months.set(monthOf(created), (months.get(monthOf(created)) ?? 0) + 1);
  const now = monthOf(asOf);
  const first = Math.min(now, ...months.keys());
  const seen: { month: number; days: number; count: number; weight: number }[] = [];
  for (let month = first; month <= now; month++) {
    const days = Math.min(asOf + 1, firstDay(month + 1)) - firstDay(month);
    seen.push({ month, days, count: months.get(month) ?? 0, weight: 0.5 ** ((now - month) / HALF_LIFE) });
  }
  const season = new Map<string, number>();
  const years = seen.length >= YEARS_FROM;
  const keys = (month: number) => years ? [`q${month % 3}`, `y${month % 12}`] : [`q${month % 3}`];
  const factor = (month: number) => keys(month).reduce((all, key) => all * (season.get(key) ?? 1), 1);
  const around = (month: number) => {
    const near = seen.map((one) => ({ ...one, weight: 0.5 ** (Math.abs(one.month - month) / HALF_LIFE) }));
    return level(near, factor);
  };
  for (let turn = 0; turn < 3; turn++) {
    for (const key of new Set(seen.flatMap(({ month }) => keys(month)))) {
      const those = seen.filter(({ month }) => keys(month).includes(key));
      const own = season.get(key) ?? 1;
      const ratios = those.map(({ month, days, count }) => {
        const expected = around(month) * days * factor(month) / own;
        return { ratio: expected > 0 ? count / expected : 1, weight: days / 30 };
      });
      const weight = ratios.reduce((all, one) => all + one.weight, 0);
      const total = ratios.reduce((all, one) => all + one.weight * one.ratio, 0);
      season.set(key, (total + PRIOR_MONTHS) / (weight + PRIOR_MONTHS));
    }
  }
  const rate = level(seen, factor);
  const errors = seen.slice(-12).filter(({ days }) => days > 20).map(({ month, days, count }) => {
    const expected = around(month) * days * factor(month);
    return expected > 0 ? ((count - expected) ** 2 - expected) / expected ** 2 : 0;
  });
  const spread = errors.reduce((all, one) => all + one, 0.04) / (errors.length + 1);
  return { perDay: (month) => rate * factor(month), vary: Math.sqrt(Math.max(0.0025, spread)) };
}

function level(
  seen: readonly { month: number; days: number; count: number; weight: number }[],
  factor: (month: number) => number,
): number {
  let count = 0, days = 0;
  for (const one of seen) {
    count += one.weight * one.count;
    days += one.weight * one.days * factor(one.month);
  }
  return days > 0 ? count / days : 0;
}
