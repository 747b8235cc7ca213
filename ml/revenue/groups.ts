/**
 * The forecast by person, team and pipeline: open deals by whose they are, deals to come by what each has won lately, and
 * all of them together are the whole. Pure.
 */
import type { RevenueForecast } from "@/ml/revenue/forecast.ts";
import type { KnownDeal } from "@/ml/revenue/deals.ts";
import { monthNumber } from "@/ml/revenue/months.ts";
import { monthOf } from "@/ml/revenue/months.ts";
import { monthsOf } from "@/ml/revenue/periods.ts";
import type { RevenueModel } from "@/ml/revenue/model.ts";
import type { GroupBy, GroupView } from "@/ml/revenue/view.ts";

/** Days of wins by which deals to come are given out. */
const LATELY = 183;
export const GROUPS: readonly GroupBy[] = ["owner", "team", "pipeline"];

export interface GroupsOptions {
  by: GroupBy;
  /** null: refused; then only what is known is told. */
  told: { forecast: RevenueForecast; model: RevenueModel } | null;
  known: readonly KnownDeal[];
  periods: readonly string[];
  asOf: number;
  weighted: (deal: KnownDeal) => { amount: number; weighted: number };
}

export function groupsOf(options: GroupsOptions): GroupView[] {
  const { by, told, known, periods, asOf } = options;
  const groups = new Map<
    string | null,
    { view: GroupView; won: Map<number, number>; rest: number[]; lately: number }
  >();
  const months = told?.forecast.months.length ?? 0;
  const of = (deal: KnownDeal) => {
    const key = deal[by];
    let group = groups.get(key);
    if (!group) {
      const view: GroupView = { key, open: { deals: 0, minor: 0 }, weighted: 0, periods: [] };
      groups.set(key, group = { view, won: new Map(), rest: new Array<number>(months).fill(0), lately: 0 });
    }
    return group;
  };
  const asked = new Set(periods.flatMap(monthsOf).map(monthNumber));
  for (const deal of known) {
    if (!deal.closed) {
      const { view } = of(deal);
      const { amount, weighted } = options.weighted(deal);
      view.open.deals++;
      view.open.minor += amount;
      view.weighted += weighted;
    } else if (deal.closed.won) {
      const month = monthOf(deal.closed.day);
      const recent = deal.closed.day > asOf - LATELY;
      if (!asked.has(month) && !recent) continue;
      const group = of(deal);
      if (asked.has(month)) group.won.set(month, (group.won.get(month) ?? 0) + (deal.amount ?? 0));
      if (recent) group.lately += deal.amount ?? 0;
    }
  }
  if (told) {
    const { model } = told;
    for (const { deal, byMonth } of model.open) {
      const group = of(deal);
      const amount = model.amounts.mean(deal);
      for (let month = 0; month < months; month++) group.rest[month] += amount * byMonth[month];
    }
    const lately = [...groups.values()].reduce((sum, one) => sum + one.lately, 0);
    for (let month = 0; month < months; month++) {
      for (const group of groups.values()) {
        group.rest[month] += model.fromNew[month] * (lately > 0 ? group.lately / lately : 1 / groups.size);
      }
      // Corrected and blended as the whole is.
      const own = model.fromOpen[month] + model.fromNew[month];
      const whole = told.forecast.months[month].expected - told.forecast.months[month].won;
      for (const group of groups.values()) group.rest[month] *= own > 0 ? whole / own : 0;
    }
  }
  const first = told?.model.first ?? 0;
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
  return [...groups.values()].map(({ view, won, rest }) => ({
    ...view,
    open: { deals: view.open.deals, minor: Math.round(view.open.minor) },
    weighted: Math.round(view.weighted),
    periods: periods.map((name) => {
      const numbers = monthsOf(name).map(monthNumber);
      const already = sum(numbers.map((month) => won.get(month) ?? 0));
      return {
        name,
        won: Math.round(already),
        expected: Math.round(already + sum(numbers.map((n) => rest[n - first] ?? 0))),
      };
    }),
  })).sort((a, b) => b.periods.reduce((s, p) => s + p.expected, 0) - a.periods.reduce((s, p) => s + p.expected, 0));
}
