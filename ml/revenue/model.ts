/**
 * Revenue of coming months from the deals of today: chances of each open deal, deals that are still to come, amounts.
 * Expected values are sums of probabilities; `drawPath` plays the months once, for the spread around them. Pure.
 */
import { type Amounts, fitAmounts } from "@/ml/revenue/amounts.ts";
import { type Arrivals, fitArrivals } from "@/ml/revenue/arrivals.ts";
import { fitClosing } from "@/ml/revenue/closing.ts";
import { type KnownDeal, stageOf } from "@/ml/revenue/deals.ts";
import { type Chances, chances } from "@/ml/revenue/incidence.ts";
import { firstDay, monthOf } from "@/ml/revenue/months.ts";

export interface Horizon {
  /** Day of the forecast, the last that is known. */
  asOf: number;
  /** Months told, from that of the day after on. */
  months: number;
}

export interface RevenueModel {
  horizon: Horizon;
  /** Number of the first month told. */
  first: number;
  /** By month: what is won already in it, what open deals and deals to come are expected to bring. */
  won: number[];
  fromOpen: number[];
  fromNew: number[];
  /** Deals that are open, with their chance to be won in each month. */
  open: { deal: KnownDeal; byMonth: Float64Array }[];
  /** Arrivals of each day and their chance to be won in each month. */
  arriving: { expected: number; month: number; byMonth: Float64Array }[];
  amounts: Amounts;
  arrivals: Arrivals;
}

export function revenueModel(deals: readonly KnownDeal[], horizon: Horizon): RevenueModel {
  const { asOf, months } = horizon;
  const start = asOf + 1;
  const first = monthOf(start);
  const days = firstDay(first + months) - start;
  const amounts = fitAmounts(deals);
  const arrivals = fitArrivals(deals, { asOf });
  const closing = fitClosing(deals, { asOf });
  const monthsOf = Int32Array.from({ length: days }, (_, day) => monthOf(start + day) - first);

  const known = new Map<string, Float64Array>();
  const open = deals.filter(({ closed }) => !closed).map((deal) => {
    const key = `${deal.created} ${stageOf(deal)}`;
    let byMonth = known.get(key);
    if (!byMonth) {
      const told = chances(days, (day) => closing.rates(start + day - deal.created, start + day, stageOf(deal)));
      known.set(key, byMonth = byMonths(told, monthsOf, months));
    }
    return { deal, byMonth };
  });
  const arriving = Array.from({ length: days }, (_, day) => {
    const told = chances(days - day, (later) => closing.rates(later, start + day + later));
    const month = monthsOf[day];
    return { expected: arrivals.perDay(first + month), month, byMonth: byMonths(told, monthsOf.subarray(day), months) };
  });

  const won = zeros(months), fromOpen = zeros(months), fromNew = zeros(months);
  for (const { closed, amount } of deals) {
    if (closed?.won && monthOf(closed.day) === first) won[0] += amount ?? 0;
  }
  for (const { deal, byMonth } of open) {
    const amount = amounts.mean(deal);
    for (let month = 0; month < months; month++) fromOpen[month] += amount * byMonth[month];
  }
  const usual = amounts.mean({ stated: null, product: null });
  for (const { expected, byMonth } of arriving) {
    for (let month = 0; month < months; month++) fromNew[month] += expected * usual * byMonth[month];
  }
  return { horizon, first, won, fromOpen, fromNew, open, arriving, amounts, arrivals };
}

/** Expected revenue of each month. */
export function expectedOf({ won, fromOpen, fromNew }: RevenueModel): number[] {
  return won.map((sure, month) => sure + fromOpen[month] + fromNew[month]);
}

/** Revenue of each month in one play: who is won when, who comes, what it brings. */
export function drawPath(model: RevenueModel, random: () => number): number[] {
  const path = [...model.won];
  const play = (byMonth: Float64Array, amount: () => number) => {
    let chance = random();
    for (let month = 0; month < path.length; month++) {
      chance -= byMonth[month];
      if (chance >= 0) continue;
      path[month] += amount();
      return;
    }
  };
  for (const { deal, byMonth } of model.open) play(byMonth, () => model.amounts.draw(deal, random));
  // Months are busier or quieter as a whole: a gamma-like factor of the month, then Poisson of the day.
  const busy = path.map(() => Math.exp(model.arrivals.vary * normal(random) - model.arrivals.vary ** 2 / 2));
  const fresh = { stated: null, product: null };
  for (const { expected, month, byMonth } of model.arriving) {
    for (let left = poisson(expected * busy[month], random); left > 0; left--) {
      play(byMonth, () => model.amounts.draw(fresh, random));
    }
  }
  return path;
}

function byMonths(told: Chances, monthsOf: Int32Array, months: number): Float64Array {
  const byMonth = new Float64Array(months);
  for (let day = 0; day < told.won.length; day++) byMonth[monthsOf[day]] += told.won[day];
  return byMonth;
}

/** Standard normal (Box and Muller 1958). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Poisson: by products of uniforms (Knuth) while small, by the normal beyond. */
export function poisson(mean: number, random: () => number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > floor; product *= random()) count++;
  return count;
}

const zeros = (length: number) => new Array<number>(length).fill(0);
