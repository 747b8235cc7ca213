/**
 * The revenue forecast at past month ends, each seeing only its own past, beside the same period before. Pure.
 */
import { revenueByMonth, samePeriodBefore } from "@/ml/revenue/actual.ts";
import { asKnownOn, type Deal } from "@/ml/revenue/deals.ts";
import { forecastWithModel, wholeMonths } from "@/ml/revenue/forecast.ts";
import { expectedOf } from "@/ml/revenue/model.ts";
import { lastDayOf, monthName, monthNumber } from "@/ml/revenue/months.ts";
import type { TrialMemory } from "@/ml/revenue/past.ts";

/** One period as told at one month end. */
export interface RevenueTold {
  /** Month at whose end it was told. */
  origin: string;
  expected: number;
  low: number;
  high: number;
  /** The model alone, uncorrected. */
  model: number;
  before: number | null;
  actual: number;
}

export interface RevenueBackTest {
  /** One month ahead, and so many months ahead together. */
  one: RevenueTold[];
  whole: RevenueTold[];
}

/**
 * Month ends from `from` to `until` (`YYYY-MM`, the last month known as a whole), each as far as its months have passed.
 */
export function backTestRevenue(
  deals: readonly Deal[],
  options: { from: string; until: string; months: number; seed: (origin: number) => () => number; paths?: number },
): RevenueBackTest {
  const until = monthNumber(options.until);
  const actual = revenueByMonth(asKnownOn(deals, lastDayOf(until)));
  const result: RevenueBackTest = { one: [], whole: [] };
  const memory: TrialMemory = new Map();
  for (let origin = monthNumber(options.from); origin < until; origin++) {
    const asOf = lastDayOf(origin);
    const { months, paths } = options;
    const all = forecastWithModel(deals, { asOf, months, paths, random: options.seed(origin), memory });
    if (!all.ok) continue;
    const { forecast: told, known } = all;
    const model = expectedOf(all.model);
    const revenue = revenueByMonth(known);
    const before = model.map((_, n) => samePeriodBefore(revenue, origin + 1 + n, wholeMonths(known, asOf)));
    const came = model.map((_, n) => actual.get(origin + 1 + n) ?? 0);
    const at = monthName(origin);
    result.one.push({ origin: at, ...pick(told.months[0]), model: model[0], before: before[0], actual: came[0] });
    if (origin + months > until) continue;
    result.whole.push({
      origin: at,
      ...pick(told.total),
      model: sum(model),
      before: before.some((one) => one === null) ? null : sum(before as number[]),
      actual: sum(came),
    });
  }
  return result;
}

/** Sum of errors by the sum of what came; null where nothing was told. */
export function wapeOf(told: readonly RevenueTold[], by: (one: RevenueTold) => number | null): number | null {
  const those = told.filter((one) => by(one) !== null);
  const came = sum(those.map(({ actual }) => actual));
  return came > 0 ? sum(those.map((one) => Math.abs(by(one)! - one.actual))) / came : null;
}

/** Share of periods that ended up within their interval; null without periods. */
export function coverageOf(told: readonly RevenueTold[]): number | null {
  if (told.length === 0) return null;
  return told.filter(({ low, high, actual }) => actual >= low && actual <= high).length / told.length;
}

const pick = ({ expected, low, high }: { expected: number; low: number; high: number }) => ({ expected, low, high });
const sum = (list: readonly number[]) => list.reduce((all, value) => all + value, 0);
