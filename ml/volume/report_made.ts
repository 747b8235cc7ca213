/**
 * What a training found out, as it is kept and drawn. The version's own figures are cross-fitted: each week is told with
 * weights and bounds that the other weeks gave, so that nothing is judged by what it was made of. Pure.
 */
import { weekdayOf } from "@/ml/calendar/days.ts";
import type { Told } from "@/ml/volume/back_test.ts";
import type { History } from "@/ml/volume/history.ts";
import { conformal } from "@/ml/volume/intervals.ts";
import { difference, mase, pinball, wape } from "@/ml/volume/metrics.ts";
import type { ProductForecast } from "@/ml/volume/product.ts";
import type { DayBeside, ErrorBy, FamilyName, ModelFigures, ServiceFigures, VolumeReport } from "@/ml/volume/report.ts";
import { seeded } from "@/telephony/simulator/random.ts";

interface Bounded extends Told {
  low: Float64Array;
  high: Float64Array;
}

export function reportOf(history: History, found: {
  product: ProductForecast;
  champion: readonly Told[] | null;
  service: Record<"handle" | "patience", ServiceFigures | null>;
}): VolumeReport {
  const { product, champion, service } = found;
  const { days, step, opens, slots, calendar } = history;
  const own = product.told.get("product")!;
  const level = product.intervals.level;
  const weekOf = product.comparison.weekOf(own);
  const bounded = boundedAcross(own, { weekOf, level });
  const weights = new Map(product.weights.map(({ name, weight }): [string, number] => [name, weight]));
  const figures = (name: ModelFigures["name"], told: readonly Told[], bounds: readonly Bounded[] | null) =>
    figuresOf({ name, told, bounds, own, level, history, weight: weights.get(name) ?? null });
  const models = [
    figures("product", own, bounded),
    ...(champion ? [figures("champion", champion, boundedAcross(champion, { weekOf, level }))] : []),
    ...[...product.told].filter(([name]) => name !== "product").map(([name, told]) =>
      figures(name as FamilyName, told, null)
    ),
  ];
  const by = (key: (told: Told, slot: number) => number, told: readonly Told[] = own) => errorsBy(told, key);
  return {
    step,
    opens,
    slots,
    from: days[0].day,
    to: days[days.length - 1].day,
    days: days.length,
    weekdays: [...calendar.weekdays],
    models,
    byHour: by((_, slot) => Math.floor((opens + slot * step) / 60) * 60),
    byWeekday: by(({ day }) => weekdayOf(day)),
    byAhead: by(({ ahead }) => Math.ceil(ahead / 7) * 7, product.far),
    told: bounded.map(besideOf),
    ...service,
  };
}

/** Bounds of each week by the misses of all others. */
export function boundedAcross(
  told: readonly Told[],
  { weekOf, level }: { weekOf: readonly string[]; level: number },
): Bounded[] {
  const bounds = new Map([...new Set(weekOf)].map((week) => {
    const others = told.filter((_, n) => weekOf[n] !== week);
    return [week, conformal(others, level)];
  }));
  return told.map((one, n) => ({ ...one, ...bounds.get(weekOf[n])!.around(one.expected, one.ahead) }));
}

function figuresOf(input: {
  name: ModelFigures["name"];
  told: readonly Told[];
  bounds: readonly Bounded[] | null;
  own: readonly Told[];
  level: number;
  history: History;
  weight: number | null;
}): ModelFigures {
  const { name, told, bounds, own, level, history, weight } = input;
  const tail = (1 - level) / 2;
  const loss = (side: "low" | "high", share: number) =>
    pinball(bounds!.map((one) => ({ calls: one.calls, quantile: one[side] })), share);
  const apart = name === "product" || told.length === 0 ? null : difference(own, told, { random: seeded(1) });
  return {
    name,
    wape: finite(wape(told)),
    mase: finite(mase(told, history)),
    pinball: bounds && finite((loss("low", tail) + loss("high", 1 - tail)) / 2),
    coverage: bounds && coverageOf(bounds),
    weight,
    difference: apart && Object.values(apart).every(Number.isFinite) ? apart : null,
  };
}

function coverageOf(told: readonly Bounded[]): number | null {
  let inside = 0, all = 0;
  for (const { calls, low, high } of told) {
    calls.forEach((one, slot) => {
      if (Number.isNaN(one)) return;
      all++;
      if (one >= low[slot] && one <= high[slot]) inside++;
    });
  }
  return all > 0 ? inside / all : null;
}

function errorsBy(told: readonly Told[], keyOf: (told: Told, slot: number) => number): ErrorBy[] {
  const groups = new Map<number, { calls: number; missed: number; less: number }>();
  for (const one of told) {
    one.calls.forEach((calls, slot) => {
      if (Number.isNaN(calls)) return;
      const key = keyOf(one, slot);
      const group = groups.get(key) ?? { calls: 0, missed: 0, less: 0 };
      groups.set(key, group);
      group.calls += calls;
      group.missed += Math.abs(calls - one.expected[slot]);
      group.less += calls - one.expected[slot];
    });
  }
  return [...groups].sort(([a], [b]) => a - b).map(([key, { calls, missed, less }]) => ({
    key,
    calls,
    wape: calls > 0 ? finite(missed / calls) : null,
    bias: calls > 0 ? finite(less / calls) : null,
  }));
}

function besideOf({ day, ahead, calls, expected, low, high }: Bounded): DayBeside {
  return {
    day,
    ahead,
    calls: Array.from(calls, finite),
    expected: Array.from(expected, rounded),
    low: Array.from(low, rounded),
    high: Array.from(high, rounded),
  };
}

const rounded = (value: number) => Math.round(value * 100) / 100;
const finite = (value: number): number | null => Number.isFinite(value) ? value : null;
