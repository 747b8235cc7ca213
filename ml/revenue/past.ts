/**
 * How the model would have done at past month ends, each seeing only its own past: what it is off by as a rule (bias),
 * how it does beside the same period before (blend), and how far months end up from what was told (spread). Pure.
 */
import { dayNumber } from "@/ml/calendar/days.ts";
import { revenueByMonth, samePeriodBefore } from "@/ml/revenue/actual.ts";
import { asKnownOn, type Deal } from "@/ml/revenue/deals.ts";
import { expectedOf, revenueModel } from "@/ml/revenue/model.ts";
import { lastDayOf } from "@/ml/revenue/months.ts";

/** One month as told at a past month end. */
export interface Trial {
  /** Months ahead, from 1 on. */
  ahead: number;
  origin: number;
  model: number;
  before: number | null;
  actual: number;
}

export interface Correction {
  /** What the model's figure is multiplied by. */
  factor: number;
  /** Weight of the model beside the same period before. */
  weight: number;
  /** Standard deviation of the logarithm of what came by what was told. */
  spread: number;
  /** Month ends it was learnt from. */
  origins: number;
}

/** Latest month ends that are tried. */
const ORIGINS = 12;
/** Month ends after which the bias, the weights and the spread seen are believed by half. */
const PRIOR = { bias: 12, weight: 12, spread: 3 };
/** Without trials: a month within a quarter of what was told in nine of ten cases. */
const USUAL_SPREAD = 0.14;
/** A factor beyond this says that something else is wrong. */
const MOST = Math.log(1.5);

/** What the model said at month ends, kept while several origins of one back-test look at the same ones. */
export type TrialMemory = Map<number, { told: number[]; revenue: Map<number, number> }>;

/** Trials at month ends `from` … `until` − 1 (month numbers), on months that ended by `until`. */
export function trials(
  deals: readonly Deal[],
  options: { from: number; until: number; months: number; memory?: TrialMemory },
): Trial[] {
  const { from, until, months, memory = new Map() } = options;
  const actual = revenueByMonth(asKnownOn(deals, lastDayOf(until)));
  const list: Trial[] = [];
  // A whole quarter to learn from at the least, or it cannot know the season.
  for (let origin = Math.max(from + 2, until - ORIGINS); origin < until; origin++) {
    const { told, revenue } = memory.get(origin) ?? toldAt(deals, { origin, months });
    memory.set(origin, { told, revenue });
    for (let ahead = 1; ahead <= months && origin + ahead <= until; ahead++) {
      list.push({
        ahead,
        origin,
        model: told[ahead - 1],
        before: samePeriodBefore(revenue, origin + ahead, { from, until: origin }),
        actual: actual.get(origin + ahead) ?? 0,
      });
    }
  }
  return list;
}

function toldAt(deals: readonly Deal[], { origin, months }: { origin: number; months: number }) {
  const day = lastDayOf(origin);
  const known = asKnownOn(deals, day);
  return {
    told: expectedOf(revenueModel(known, { asOf: dayNumber(day), months })),
    revenue: revenueByMonth(known),
  };
}

export function correctionOf(list: readonly Trial[]): Correction {
  const origins = new Set(list.map(({ origin }) => origin)).size;
  const told = list.filter(({ model, actual }) => model > 0 && actual > 0);
  const bias = told.reduce((all, { model, actual }) => all + Math.log(actual / model), 0) / Math.max(1, told.length);
  const factor = Math.exp(clamp(bias * origins / (origins + PRIOR.bias)));
  const weight = weightOf(list, { factor, origins });
  const errors = told.map((one) => Math.log(one.actual / blend(one, { factor, weight })));
  const square = errors.reduce((all, one) => all + one ** 2, 0) / Math.max(1, errors.length);
  const share = origins / (origins + PRIOR.spread);
  return { factor, weight, origins, spread: Math.sqrt(share * square + (1 - share) * USUAL_SPREAD ** 2) };
}

/** The corrected model beside the same period before, where that is known. */
export function blend(
  { model, before }: { model: number; before: number | null },
  { factor, weight }: { factor: number; weight: number },
): number {
  return before === null ? model * factor : weight * model * factor + (1 - weight) * before;
}

/** The weight with the least absolute errors, drawn to a half while few month ends speak. */
function weightOf(list: readonly Trial[], { factor, origins }: { factor: number; origins: number }): number {
  const both = list.filter(({ before }) => before !== null);
  if (both.length === 0) return 0.5;
  let best = 0.5, least = Infinity;
  for (let weight = 0; weight <= 1.0001; weight += 0.05) {
    const error = both.reduce((all, one) => all + Math.abs(blend(one, { factor, weight }) - one.actual), 0);
    if (error < least) [best, least] = [weight, error];
  }
  const share = origins / (origins + PRIOR.weight);
  return share * best + (1 - share) * 0.5;
}

const clamp = (bias: number) => Math.min(MOST, Math.max(-MOST, bias));
