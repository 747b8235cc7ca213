/** What the product itself forecasts with: the blend of a queue's families by its own last weeks, with its intervals. */
import { isUnlike } from "@/ml/calendar/day_features.ts";
import { backTest, type Told } from "@/ml/volume/back_test.ts";
import { SEASONAL_NAIVE, SMOOTHING, WEEKDAY_MEAN } from "@/ml/volume/baselines.ts";
import { blendWeights, mixed } from "@/ml/volume/blend.ts";
import type { Family, Fitted, Forecast, Grid, History, Parts, VolumeModel } from "@/ml/volume/history.ts";
import { conformal, type Intervals } from "@/ml/volume/intervals.ts";
import { type Comparison, lastWeeks } from "@/ml/volume/origins.ts";
import type { FamilyName } from "@/ml/volume/report.ts";
import { LIVELY_MODEL, STRUCTURAL_MODEL } from "@/ml/volume/structural.ts";

/** Weeks of the queue's past that models are compared on. */
const WEEKS = 8;

/** The likeliest first: it is left only for what is clearly better. */
export const FAMILIES: readonly Family[] = [
  STRUCTURAL_MODEL,
  LIVELY_MODEL,
  SMOOTHING,
  WEEKDAY_MEAN,
  SEASONAL_NAIVE,
];

export interface ProductOptions {
  families?: readonly Family[];
  /** Compared on the same days, but no part of the blend. */
  beside?: readonly Family[];
  weeks?: number;
  /** Of the two-sided interval. */
  level?: number;
  /** Days that each origin of the back-test is asked for, beside its own week. */
  horizon?: number;
  signal?: AbortSignal;
  onStep?: (done: number, of: number) => void;
}

export interface ProductForecast extends Fitted {
  weights: { name: FamilyName; weight: number }[];
  intervals: Intervals;
  /**
   * The back-test behind weights and intervals, of each family and of the blend (`product`): weeks from the Monday
   * before. The blend is told across weeks.
   */
  told: ReadonlyMap<string, readonly Told[]>;
  comparison: Comparison;
  /** What the blend said from each origin of all days up to the horizon. */
  far: readonly Told[];
  /** What the forecast is made of; families without weight are left out. */
  chosen: { family: Family; weight: number; parts: Parts }[];
}

export async function fitProduct(history: History, options: ProductOptions = {}): Promise<ProductForecast> {
  const { families = FAMILIES, beside = [], level, signal } = options;
  const comparison = lastWeeks(history, { weeks: options.weeks ?? WEEKS, horizon: options.horizon ?? 0 });
  const told = new Map<string, Told[]>();
  const warm = new Map<string, unknown>();
  const steps = (families.length + beside.length) * comparison.origins.length + families.length;
  let done = 0;
  const step = () => options.onStep?.(++done, steps);
  const everything: Told[][] = [];
  for (const family of [...families, ...beside]) {
    const remembering: VolumeModel = {
      ...family,
      async fit(past, before) {
        const fitted = await family.fit(past, before, { signal });
        warm.set(family.name, fitted.warm);
        return fitted;
      },
    };
    const all = await backTest(history, remembering, { origins: comparison.origins, signal, onOrigin: step });
    everything.push(all);
    told.set(family.name, comparison.near(all));
  }
  const lists = families.map(({ name }) => told.get(name)!);
  const weights = blendWeights(lists, leadingOf(families));
  const chosen: ProductForecast["chosen"] = [];
  for (const [n, family] of families.entries()) {
    signal?.throwIfAborted();
    if (weights[n] > 0) {
      const { parts } = await family.fit(history, warm.get(family.name), { thorough: true, signal });
      chosen.push({ family, weight: weights[n], parts });
    }
    step();
  }
  const own = acrossWeeks(lists, { families, grid: history, weekOf: comparison.weekOf(lists[0]) });
  told.set("product", own);
  return {
    forecast: blendOf(chosen, history),
    weights: families.map(({ name }, n) => ({ name, weight: weights[n] })),
    intervals: conformal(own, level),
    told,
    comparison,
    far: blended(everything.slice(0, families.length), { families, grid: history, weightsOf: () => weights }),
    chosen,
  };
}

/** The blend of back-tests, each week with the weights that all others give: nothing is judged by what it was made of. */
export function acrossWeeks(
  lists: readonly (readonly Told[])[],
  options: { families: readonly Family[]; grid: Grid; weekOf: readonly string[] },
): Told[] {
  const { weekOf } = options;
  const weeks = [...new Set(weekOf)];
  const weights = new Map(weeks.map((week) => {
    const others = lists.map((list) => list.filter((_, n) => weeks.length < 2 || weekOf[n] !== week));
    return [week, blendWeights(others, leadingOf(options.families))];
  }));
  return blended(lists, { ...options, weightsOf: (n) => weights.get(weekOf[n])! });
}

/** The calendar's own models lead; without any of them the first one does. */
const leadingOf = (families: readonly Family[]) => Math.max(1, families.filter((one) => LEADING.has(one.name)).length);
const LEADING: ReadonlySet<FamilyName> = new Set(["structural", "structural-lively"]);

function blended(
  lists: readonly (readonly Told[])[],
  options: { families: readonly Family[]; grid: Grid; weightsOf: (n: number) => readonly number[] },
): Told[] {
  const { families, grid, weightsOf } = options;
  return (lists[0] ?? []).map((one, n) => ({
    ...one,
    expected: mixed(
      lists.map((list) => list[n].expected),
      weightsOn(one.day, grid, { families, weights: weightsOf(n) }),
    ),
  }));
}

/** The forecast of families with their weights. */
export function blendOf(chosen: readonly { family: Family; weight: number; parts: Parts }[], grid: Grid): Forecast {
  const forecasts = chosen.map(({ family, parts }) => family.revive(parts, grid));
  const families = chosen.map(({ family }) => family);
  const weights = chosen.map(({ weight }) => weight);
  return (days) => {
    const each = forecasts.map((forecast) => forecast(days));
    return days.map((day, d) => mixed(each.map((one) => one[d]), weightsOn(day, grid, { families, weights })));
  };
}

/** On days that the calendar makes special only those speak that know it. */
function weightsOn(
  day: string,
  { calendar }: Grid,
  { families, weights }: { families: readonly Family[]; weights: readonly number[] },
): readonly number[] {
  if (!isUnlike(day, calendar)) return weights;
  const knowing = weights.map((weight, n) => families[n].knowsCalendar ? weight : 0);
  const sum = knowing.reduce((all, one) => all + one, 0);
  // Where the calendar's own models are worth nothing, what works on other days is still the best there is.
  return sum < 0.2 ? weights : knowing.map((weight) => weight / sum);
}

export const PRODUCT: VolumeModel = { name: "product", knowsCalendar: true, fit: (history) => fitProduct(history) };
