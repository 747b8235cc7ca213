/**
 * The weighted pipeline, as sales people know it: each open deal's amount times the share of deals of its stage that were
 * won in the end, whenever that is. It stands beside the forecast, which also knows ages, seasons and deals to come. Pure.
 */
import { fitAmounts } from "@/ml/revenue/amounts.ts";
import { type KnownDeal, stageOf } from "@/ml/revenue/deals.ts";

export interface PipelineStage {
  stage: string;
  deals: number;
  amount: number;
  /** Share of closed deals that passed this stage and were won. */
  chance: number;
  weighted: number;
}

export interface WeightedPipeline {
  amount: number;
  weighted: number;
  /** In the order in which deals enter them. */
  stages: PipelineStage[];
}

/** Closed deals with which a stage is drawn to the share of all deals. */
const PRIOR = 10;

/** Open deals as known; those without an amount count by what their product usually brings. */
export function weightedPipeline(deals: readonly KnownDeal[]): WeightedPipeline {
  const amounts = fitAmounts(deals);
  const passed = new Map<string, { closed: number; won: number }>();
  let closed = 0, won = 0;
  for (const deal of deals) {
    if (!deal.closed) continue;
    closed++;
    if (deal.closed.won) won++;
    const stages = new Set(deal.stages.length > 0 ? deal.stages.map(({ stage }) => stage) : [""]);
    for (const stage of stages) {
      const one = passed.get(stage) ?? { closed: 0, won: 0 };
      passed.set(stage, one);
      one.closed++;
      if (deal.closed.won) one.won++;
    }
  }
  const usual = closed > 0 ? won / closed : 0;
  const stages = new Map<string, PipelineStage & { order: number }>();
  for (const deal of deals) {
    if (deal.closed) continue;
    const stage = stageOf(deal);
    const seen = passed.get(stage) ?? { closed: 0, won: 0 };
    const chance = (seen.won + PRIOR * usual) / (seen.closed + PRIOR);
    const one = stages.get(stage) ??
      { stage, deals: 0, amount: 0, weighted: 0, chance, order: 0 };
    stages.set(stage, one);
    const amount = amounts.mean(deal);
    one.deals++;
    one.amount += amount;
    one.weighted += amount * chance;
    one.order += deal.stages.length;
  }
  const list = [...stages.values()].sort((a, b) => a.order / a.deals - b.order / b.deals || b.deals - a.deals);
  const sum = (of: (one: PipelineStage) => number) => list.reduce((all, one) => all + of(one), 0);
  return {
    amount: sum(({ amount }) => amount),
    weighted: sum(({ weighted }) => weighted),
    stages: list.map(({ stage, deals, amount, chance, weighted }) => ({ stage, deals, amount, chance, weighted })),
  };
}
