/** What the forecast says of each scope on a day, to be kept: all deals, each team, each person, each pipeline. Pure. */
import { seeded } from "@/telephony/simulator/random.ts";
import { judged } from "@/ml/revenue/categories.ts";
import { asKnownOn, type Deal } from "@/ml/revenue/deals.ts";
import { forecastRevenue, type Period } from "@/ml/revenue/forecast.ts";
import { type DealLife, stateOn, toDeals } from "@/ml/revenue/life.ts";
import type { TrialMemory } from "@/ml/revenue/past.ts";
import { weightedPipeline } from "@/ml/revenue/pipeline.ts";
import { scopeName, scopeOf } from "@/ml/revenue/scopes.ts";
import type { RevenueAsk, Snapshot } from "@/ml/revenue/task.ts";

/** Plays of each: a person's history is drawn as a line, not as a promise. */
const PATHS = 200;

/** All scopes that deals make. */
export function scopesOf(lives: readonly Pick<DealLife, "team" | "owner" | "pipeline">[]): string[] {
  const pipelines = new Set(lives.map(({ pipeline }) => pipeline));
  const names = new Set<string>();
  for (const { team, owner, pipeline } of lives) {
    for (const one of pipelines.size > 1 ? [null, pipeline] : [null]) {
      names.add(scopeName({ team: null, owner: null, pipeline: one }));
      if (team) names.add(scopeName({ team, owner: null, pipeline: one }));
      if (owner) names.add(scopeName({ team: null, owner, pipeline: one }));
    }
  }
  return [...names].sort();
}

/** Scopes with too few deals say nothing. No scopes named: all there are. */
export function snapshotsOf(
  lives: readonly DealLife[],
  ask: Extract<RevenueAsk, { what: "snapshots" }>,
  hooks: { onProgress(progress: { stage: string; done: number; total: number }): void },
): Snapshot[] {
  const every = scopesOf(lives);
  const list: Snapshot[] = [];
  every.forEach((scope, done) => {
    hooks.onProgress({ stage: "forecast", done, total: every.length });
    const of = scopeOf(scope);
    const those = lives.filter((life) =>
      (of.team === null || life.team === of.team) && (of.owner === null || life.owner === of.owner) &&
      (of.pipeline === null || life.pipeline === of.pipeline)
    );
    const deals = toDeals(those);
    // Past month ends are the same on all days.
    const memory: TrialMemory = new Map();
    for (const { asOf, told, scopes } of ask.days) {
      if (scopes.length > 0 && !scopes.includes(scope)) continue;
      list.push(...one({ those, deals }, { asOf, told, scope, months: ask.months, memory }));
    }
  });
  return list;
}

function one(
  { those, deals }: { those: readonly DealLife[]; deals: readonly Deal[] },
  options: { asOf: string; told: boolean; scope: string; months: number; memory: TrialMemory },
): Snapshot[] {
  const { asOf, told, scope, months, memory } = options;
  const forecast = forecastRevenue(deals, { asOf, months, random: seeded(1), paths: PATHS, memory });
  if (!forecast.ok) return [];
  const weighted = Math.round(weightedPipeline(asKnownOn(deals, asOf)).weighted);
  const periods: Period[] = [...forecast.months, ...forecast.quarters];
  // As people judged them on that day; the categories themselves are those of today.
  const then = those.flatMap((life) => {
    const state = stateOn(life, asOf);
    if (!state) return [];
    return [{ ...life, status: state.status, closed: state.since, minor: state.minor, closeDate: state.closeDate }];
  });
  const { categories } = judged(then, { periods: periods.map(({ name }) => name), today: asOf });
  return periods.map((period, n) => {
    const { won, commit, bestCase } = categories[n];
    return {
      scope,
      period: period.name,
      asOf,
      told,
      expected: Math.round(period.expected),
      low: Math.round(period.low),
      high: Math.round(period.high),
      won: Math.round(period.won),
      weighted,
      commit: won.minor + commit.minor,
      best: won.minor + commit.minor + bestCase.minor,
    };
  });
}
