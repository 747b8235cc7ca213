/**
 * Expected revenue of months and quarters with intervals: the model of open and coming deals, corrected for what it was
 * off by at past month ends, beside the same period before; spread by Monte Carlo and by the errors of the past. The door
 * of the revenue forecast. Pure: the same deals, day and seed give the same figures.
 */
import { dayNumber } from "@/ml/calendar/days.ts";
import { revenueByMonth, samePeriodBefore } from "@/ml/revenue/actual.ts";
import { asKnownOn, type Deal, isImpossible, type KnownDeal } from "@/ml/revenue/deals.ts";
import { drawPath, expectedOf, normal, type RevenueModel, revenueModel } from "@/ml/revenue/model.ts";
import { firstDay, lastDayOf, monthName, monthOf, quarterName } from "@/ml/revenue/months.ts";
import { blend, type Correction, correctionOf, type TrialMemory, trials } from "@/ml/revenue/past.ts";

export interface RevenueOptions {
  /** Last day that is known, `YYYY-MM-DD`. */
  asOf: string;
  /** Months told from that of the day after on: 1 to 12. */
  months: number;
  /** Uniform in [0, 1), seeded by the caller. */
  random: () => number;
  /** Plays of the months: the ends of an 80 % interval of 500 are off by about 2 points. */
  paths?: number;
  /** Of the two-sided interval. */
  level?: number;
  /** Shared by forecasts of the same deals on several days; of one number of months. */
  memory?: TrialMemory;
}

/** Money of one period. `parts` are those of the model, corrected, before the blend. */
export interface Period {
  /** `2017-06`, `2017-Q2`, or the first and last month of the whole, `2017-06…2017-08`. */
  name: string;
  expected: number;
  low: number;
  high: number;
  /** What is won in it already, on the day of the forecast. */
  won: number;
}

export interface MonthTold extends Period {
  parts: { won: number; open: number; coming: number };
  before: number | null;
}

export interface RevenueForecast {
  ok: true;
  asOf: string;
  level: number;
  months: MonthTold[];
  /** Quarters that lie within the months told, those begun with what they have brought so far. */
  quarters: Period[];
  /** All months told together. */
  total: Period;
  correction: Correction;
  /** Rows that were left out, as they cannot be true. */
  impossible: number;
}

export type RevenueRefused = {
  ok: false;
  /** No deals · fewer than 20 won with an amount · less than two whole months of closings · no day or too many months. */
  code: "no-deals" | "too-few-wins" | "too-short" | "bad-period";
};

const FEWEST_WINS = 20;
const MOST_MONTHS = 12;
/** No model of months is better than this. */
const LEAST_SHOCK = 0.03;

export function forecastRevenue(deals: readonly Deal[], options: RevenueOptions): RevenueForecast | RevenueRefused {
  const told = forecastWithModel(deals, options);
  return told.ok ? told.forecast : told;
}

/** The forecast with what it was made from, for those who put it apart by person or team. */
export function forecastWithModel(
  deals: readonly Deal[],
  options: RevenueOptions,
): { ok: true; forecast: RevenueForecast; model: RevenueModel; known: KnownDeal[] } | RevenueRefused {
  const { asOf, months, random, paths = 500, level = 0.8, memory } = options;
  if (!Number.isInteger(months) || months < 1 || months > MOST_MONTHS || !(dayNumber(asOf) >= 0)) {
    return { ok: false, code: "bad-period" };
  }
  const known = asKnownOn(deals, asOf);
  if (known.length === 0) return { ok: false, code: "no-deals" };
  const past = wholeMonths(known, asOf);
  const refused = refusal(known, past);
  if (refused) return { ok: false, code: refused };

  const model = revenueModel(known, { asOf: dayNumber(asOf), months });
  const correction = correctionOf(trials(deals, { ...past, months: Math.min(months, 3), memory }));
  const revenue = revenueByMonth(known);
  const before = expectedOf(model).map((_, n) => samePeriodBefore(revenue, model.first + n, past));
  const rest = model.fromOpen.map((open, n) => open + model.fromNew[n]);
  const told = expectedOf(model).map((expected, n) => {
    const left = n === 0 ? leftOf(model.first, asOf) : 1;
    // What is won stays won: only the rest is corrected, and the more of the month has passed, the less the same period
    // before has to say.
    const own = model.won[n] + (expected - model.won[n]) * correction.factor;
    const weight = 1 - (1 - correction.weight) * left;
    return Math.max(model.won[n], blend({ model: own, before: before[n] }, { factor: 1, weight }));
  });
  const played = Array.from({ length: paths }, () => drawPath(model, random));
  const shock = shockOf(played.map((path) => path.map((sum, n) => share(sum - model.won[n], rest[n]))), correction);
  const drawn = played.map((path) => {
    const together = normal(random);
    return path.map((sum, n) => {
      const by = Math.exp(shock * Math.SQRT1_2 * (together + normal(random)) - shock ** 2 / 2);
      return model.won[n] + (told[n] - model.won[n]) * share(sum - model.won[n], rest[n]) * by;
    });
  });
  const soFar = (month: number) => revenue.get(month) ?? 0;
  const period = (name: string, list: readonly number[], already = 0): Period => {
    const sums = drawn.map((path) => list.reduce((all, n) => all + path[n], already)).sort((a, b) => a - b);
    return {
      name,
      expected: list.reduce((all, n) => all + told[n], already),
      low: quantile(sums, (1 - level) / 2),
      high: quantile(sums, (1 + level) / 2),
      won: list.reduce((all, n) => all + model.won[n], already),
    };
  };
  const every = told.map((_, n) => n);
  const forecast: RevenueForecast = {
    ok: true,
    asOf,
    level,
    correction,
    impossible: deals.filter(isImpossible).length,
    months: every.map((n) => ({
      ...period(monthName(model.first + n), [n]),
      parts: {
        won: model.won[n],
        open: model.fromOpen[n] * correction.factor,
        coming: model.fromNew[n] * correction.factor,
      },
      before: before[n],
    })),
    quarters: quarters(model.first, months).map(({ first, list, earlier }) =>
      period(quarterName(first), list, earlier.reduce((all, month) => all + soFar(month), 0))
    ),
    total: period(`${monthName(model.first)}…${monthName(model.first + months - 1)}`, every),
  };
  return { ok: true, forecast, model, known };
}

/** First and last whole month in which closings are known; `until` before `from`: none. */
export function wholeMonths(known: readonly KnownDeal[], asOf: string): { from: number; until: number } {
  const days = known.flatMap(({ closed }) => closed ? [closed.day] : []);
  const from = monthOf(days.reduce((least, day) => Math.min(least, day), dayNumber(asOf)));
  const now = monthOf(dayNumber(asOf));
  return { from, until: asOf === lastDayOf(now) ? now : now - 1 };
}

function refusal(known: readonly KnownDeal[], past: { from: number; until: number }): RevenueRefused["code"] | null {
  const wins = known.filter(({ closed, amount }) => closed?.won && (amount ?? 0) > 0).length;
  if (wins < FEWEST_WINS) return "too-few-wins";
  return past.until < past.from + 1 ? "too-short" : null;
}

/** Share of a month's days that are still to come after `asOf`. */
function leftOf(month: number, asOf: string): number {
  const passed = dayNumber(asOf) + 1 - firstDay(month);
  return 1 - Math.max(0, passed) / (firstDay(month + 1) - firstDay(month));
}

/** What a play brought by what it was expected to. */
const share = (sum: number, expected: number) => expected > 0 ? sum / expected : 1;

/**
 * Standard deviation of what months are off by beyond the luck of deals, which the plays have already. Half of it months
 * have in common.
 */
function shockOf(shares: readonly number[][], { spread }: Correction): number {
  const all = shares.flat();
  const luck = all.reduce((sum, one) => sum + (one - 1) ** 2, 0) / Math.max(1, all.length);
  return Math.sqrt(Math.max(LEAST_SHOCK ** 2, spread ** 2 - luck));
}

/** Quarters whose last month is told, with the months before `first` that belong to them. */
function quarters(first: number, months: number): { first: number; list: number[]; earlier: number[] }[] {
  const all: { first: number; list: number[]; earlier: number[] }[] = [];
  for (let quarter = first - first % 3; quarter + 2 < first + months; quarter += 3) {
    const list = [0, 1, 2].map((n) => quarter + n - first);
    all.push({
      first: quarter,
      list: list.filter((n) => n >= 0),
      earlier: list.filter((n) => n < 0).map((n) => n + first),
    });
  }
  return all;
}

function quantile(sorted: readonly number[], at: number): number {
  const place = (sorted.length - 1) * at;
  const low = Math.floor(place);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
}
