/** Inside of the Worker: rows to deals to what was asked. Pure but for the progress it tells. */
import { dayNumber } from "@/ml/calendar/days.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import { backTestRevenue, coverageOf, type RevenueTold, wapeOf } from "@/ml/revenue/back_test.ts";
import { judged } from "@/ml/revenue/categories.ts";
import { asKnownOn, type Deal, isImpossible, type KnownDeal, stageOf } from "@/ml/revenue/deals.ts";
import { forecastWithModel, type Period, wholeMonths } from "@/ml/revenue/forecast.ts";
import { GROUPS, groupsOf } from "@/ml/revenue/groups.ts";
import { type DealLife, readLives, toDeals } from "@/ml/revenue/life.ts";
import { monthName, monthOf } from "@/ml/revenue/months.ts";
import { periodsFrom } from "@/ml/revenue/periods.ts";
import { fitAmounts } from "@/ml/revenue/amounts.ts";
import { weightedPipeline } from "@/ml/revenue/pipeline.ts";
import { snapshotsOf } from "@/ml/revenue/snap.ts";
import type { RevenueAnswers, RevenueTask, RevenueTrained } from "@/ml/revenue/task.ts";
import type { BackTestAhead, BackTestView, MonthView, PeriodView, RevenueAnswer } from "@/ml/revenue/view.ts";
import { waterfall } from "@/ml/revenue/waterfall.ts";

const SEED = 1;
const PAST_MONTHS = 13;
/** Month ends of a back-test, and plays of each: what it says of the interval is off by some points. */
const BACK_TESTED = 12;
const PATHS = 200;
/** With more deals, chance evens out and fewer plays say the same. */
const MANY = 20_000;

export function workRevenue(
  task: RevenueTask,
  hooks: { onProgress(progress: { stage: string; done: number; total: number }): void },
): RevenueTrained {
  const lives = readLives(task.rows);
  const { ask } = task;
  switch (ask.what) {
    case "view":
      return { kind: "revenue", answer: viewOf(lives, ask) };
    case "back-test":
      return { kind: "revenue", answer: backTest(toDeals(lives), ask) };
    case "waterfall":
      return { kind: "revenue", answer: waterfall(lives, ask) };
    case "snapshots":
      return { kind: "revenue", answer: snapshotsOf(lives, ask, hooks) };
  }
}

export function viewOf(
  lives: readonly DealLife[],
  options: { asOf: string; today: string; months: number },
): RevenueAnswers["view"] {
  const { asOf, today, months } = options;
  const deals = toDeals(lives);
  const paths = deals.length > MANY ? PATHS : undefined;
  const told = forecastWithModel(deals, { asOf, months, random: seeded(SEED), paths });
  const known = told.ok ? told.known : asKnownOn(deals, asOf);
  const first = told.ok ? monthName(told.model.first) : monthName(monthOf(dayNumber(asOf) + 1));
  const periods = periodsFrom(first, months);
  const pipeline = weightedPipeline(known);
  const chance = new Map(pipeline.stages.map((one) => [one.stage, one.chance]));
  const amounts = fitAmounts(known);
  const weighted = (deal: KnownDeal) => {
    const amount = amounts.mean(deal);
    return { amount, weighted: amount * (chance.get(stageOf(deal)) ?? 0) };
  };
  const answer: RevenueAnswer = {
    asOf,
    forecast: told.ok ? forecastView(told.forecast) : null,
    refused: told.ok ? null : told.code,
    deals: known.length,
    wins: known.filter(({ closed }) => closed?.won).length,
    impossible: deals.filter(isImpossible).length,
    past: past(known, asOf),
    pipeline: {
      amount: whole(pipeline.amount),
      weighted: whole(pipeline.weighted),
      stages: pipeline.stages.map((one) => ({ ...one, amount: whole(one.amount), weighted: whole(one.weighted) })),
    },
    ...judged(lives, { periods, today }),
    groups: { owner: [], team: [], pipeline: [] },
  };
  for (const by of GROUPS) {
    answer.groups[by] = groupsOf({ by, told: told.ok ? told : null, known, periods, asOf: dayNumber(asOf), weighted });
  }
  return answer;
}

type Told = Extract<ReturnType<typeof forecastWithModel>, { ok: true }>["forecast"];

function forecastView(told: Told): RevenueAnswer["forecast"] {
  return {
    level: told.level,
    months: told.months.map((month): MonthView => {
      const period = periodView(month);
      const { open, coming } = month.parts;
      // The rest after the blend, shared as the model has it: the parts come to the whole.
      const ofOpen = open + coming > 0 ? whole((period.expected - period.won) * open / (open + coming)) : 0;
      return {
        ...period,
        open: ofOpen,
        coming: period.expected - period.won - ofOpen,
        before: month.before === null ? null : whole(month.before),
      };
    }),
    quarters: told.quarters.map(periodView),
    total: periodView(told.total),
    origins: told.correction.origins,
    factor: told.correction.factor,
  };
}

export const periodView = ({ name, expected, low, high, won }: Period): PeriodView => ({
  name,
  expected: whole(expected),
  low: whole(low),
  high: whole(high),
  won: whole(won),
});

function past(known: readonly KnownDeal[], asOf: string): RevenueAnswer["past"] {
  const now = monthOf(dayNumber(asOf));
  const rows = Array.from({ length: PAST_MONTHS }, (_, n) => ({
    name: monthName(now - PAST_MONTHS + 1 + n),
    won: 0,
    deals: 0,
  }));
  for (const { closed, amount } of known) {
    const row = closed?.won ? rows[PAST_MONTHS - 1 - (now - monthOf(closed.day))] : undefined;
    if (!row) continue;
    row.deals++;
    row.won += amount ?? 0;
  }
  return rows;
}

/** The last twelve month ends at which the forecast could be told, each seeing only its own past. */
export function backTest(deals: readonly Deal[], options: { asOf: string; months: number }): BackTestView {
  const { asOf, months } = options;
  const known = asKnownOn(deals, asOf);
  if (known.length === 0) return { ahead: [], refused: "no-deals", level: 0.8 };
  const { from, until } = wholeMonths(known, asOf);
  // A season cannot be known from less than a quarter.
  const first = Math.max(from + 2, until - BACK_TESTED);
  if (first >= until) return { ahead: [], refused: "too-short", level: 0.8 };
  const told = backTestRevenue(deals, {
    from: monthName(first),
    until: monthName(until),
    months,
    seed: seeded,
    paths: PATHS,
  });
  return { ahead: [ahead(1, told.one), ahead(months, told.whole)], refused: null, level: 0.8 };
}

function ahead(months: number, list: readonly RevenueTold[]): BackTestAhead {
  return {
    months,
    wape: wapeOf(list, ({ expected }) => expected),
    wapeBefore: wapeOf(list, ({ before }) => before),
    coverage: coverageOf(list),
    told: list.map(({ origin, expected, low, high, before, actual }) => ({
      origin,
      expected: whole(expected),
      low: whole(low),
      high: whole(high),
      before: before === null ? null : whole(before),
      actual: whole(actual),
    })),
  };
}

const whole = (minor: number) => Number.isFinite(minor) ? Math.round(minor) : 0;
