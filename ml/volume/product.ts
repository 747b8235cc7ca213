/** What the product itself forecasts with: the blend of all families by the queue's last weeks, with its intervals. */
import { isUnlike } from "@/ml/calendar/day_features.ts";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { backTest, type Origin, type Told, weekly } from "@/ml/volume/back_test.ts";
import { SEASONAL_NAIVE, SMOOTHING, WEEKDAY_MEAN } from "@/ml/volume/baselines.ts";
import { blendWeights, mixed } from "@/ml/volume/blend.ts";
import type { Fitted, Forecast, History, VolumeModel } from "@/ml/volume/history.ts";
import { conformal, type Intervals } from "@/ml/volume/intervals.ts";
import { LIVELY_MODEL, STRUCTURAL_MODEL } from "@/ml/volume/structural.ts";

/** Weeks of the queue's past that models are compared on. */
const WEEKS = 8;
/** Open days that must be there before the first of them. */
const LEARNT_FROM = 20;

export const FAMILIES: readonly VolumeModel[] = [
  STRUCTURAL_MODEL,
  LIVELY_MODEL,
  SMOOTHING,
  WEEKDAY_MEAN,
  SEASONAL_NAIVE,
];

export interface ProductForecast extends Fitted {
  weights: { name: string; weight: number }[];
  intervals: Intervals;
  /** The back-test behind weights and intervals, of each family and of the blend. */
  told: ReadonlyMap<string, readonly Told[]>;
}

export async function fitProduct(
  history: History,
  options: { signal?: AbortSignal; onStep?: (done: number, of: number) => void } = {},
): Promise<ProductForecast> {
  const origins = lastWeeks(history);
  const told = new Map<string, Told[]>();
  const warm = new Map<string, unknown>();
  const steps = FAMILIES.length * (origins.length + 1);
  let done = 0;
  const step = () => options.onStep?.(++done, steps);
  for (const family of FAMILIES) {
    const remembering: VolumeModel = {
      ...family,
      async fit(past, before) {
        const fitted = await family.fit(past, before);
        warm.set(family.name, fitted.warm);
        return fitted;
      },
    };
    told.set(family.name, await backTest(history, remembering, { origins, signal: options.signal, onOrigin: step }));
  }
  const lists = [...told.values()];
  const weights = blendWeights(lists);
  const forecasts: (Forecast | null)[] = [];
  for (const [n, family] of FAMILIES.entries()) {
    options.signal?.throwIfAborted();
    const fitted = weights[n] > 0 ? await family.fit(history, warm.get(family.name), { thorough: true }) : null;
    forecasts.push(fitted?.forecast ?? null);
    step();
  }
  const blended = (lists[0] ?? []).map((one, d) => ({
    ...one,
    expected: mixed(lists.map((list) => list[d].expected), weightsOn(one.day, history, weights)),
  }));
  told.set("product", blended);
  return {
    forecast: blendFor(history, forecasts, weights),
    weights: FAMILIES.map(({ name }, n) => ({ name, weight: weights[n] })),
    intervals: conformal(blended),
    told,
  };
}

/** Families without weight are not asked at all. */
function blendFor(history: History, forecasts: readonly (Forecast | null)[], weights: readonly number[]): Forecast {
  const asked = forecasts.flatMap((forecast, n) => forecast ? [{ forecast, n }] : []);
  return (days) => {
    const each = asked.map(({ forecast }) => forecast(days));
    return days.map((day, d) => {
      const on = weightsOn(day, history, weights);
      return mixed(each.map((one) => one[d]), asked.map(({ n }) => on[n]));
    });
  };
}

/** On days that the calendar makes special only those speak that know it. */
function weightsOn(day: string, { calendar }: History, weights: readonly number[]): readonly number[] {
  if (!isUnlike(day, calendar)) return weights;
  const knowing = weights.map((weight, n) => FAMILIES[n].knowsCalendar ? weight : 0);
  const sum = knowing.reduce((all, one) => all + one, 0);
  // Where the calendar's own models are worth nothing, what works on other days is still the best there is.
  return sum < 0.2 ? weights : knowing.map((weight) => weight / sum);
}

export const PRODUCT: VolumeModel = { name: "product", knowsCalendar: true, fit: (history) => fitProduct(history) };

function lastWeeks(history: History): Origin[] {
  const { days } = history;
  if (days.length <= LEARNT_FROM) return [];
  const last = days[days.length - 1].day;
  const from = addDays(last, -weekdayOf(last) - 7 * (WEEKS - 1));
  const first = days[LEARNT_FROM].day;
  return weekly(history, { from: from > first ? from : first, to: last });
}
