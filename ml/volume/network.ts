/**
 * A challenger: a small network of two layers between what the calendar says of a day and its calls by interval, beside
 * the level that the queue had the week before. It finds what goes together in ways that sums of effects cannot tell (a
 * payday that falls on a Monday); with little data it stays near to its queue's usual course. Trained by Adam on the
 * quasi-Poisson likelihood with weight decay; forecasts need no tensors.
 */
import { dayFeatures, featureScales } from "@/ml/calendar/day_features.ts";
import { dayNumber } from "@/ml/calendar/days.ts";
import { openTensors, tf } from "@/ml/tensor/mod.ts";
import { Adam } from "@/ml/volume/adam.ts";
import {
  type Day,
  type Family,
  type Forecast,
  type Grid,
  type History,
  type Parts,
  totalOf,
} from "@/ml/volume/history.ts";
import { seeded } from "@/telephony/simulator/random.ts";

const HIDDEN = 12;
const STEPS = 220;
const WARM_STEPS = 60;
const RATE = 0.05;
/** Standard deviations that weights of the second layer usually have, and of the first, in units of their features. */
const OUTER = 0.08;
const INNER = 1;
const LEARNT_FROM = 270;
const HALF_LIFE = 120;
/** The level is the mean of so many days, as it was a week before: so it is when a week is forecast. */
const LEVEL_DAYS = 10;
const LAG_DAYS = 7;

export const NETWORK_MODEL: Family = {
  name: "network",
  knowsCalendar: true,
  async fit(history, warm, options = {}) {
    await openTensors();
    const { parts, at } = learn(history, { ...options, warm: warm as Learnt | undefined });
    return { parts, forecast: networkForecast(parts, history), warm: at };
  },
  revive: networkForecast,
};

interface Learnt {
  wide: number;
  slots: number;
  weights: Float32Array[];
}

/** @param parts `level` of the logarithm, usual `course`, and both layers with their offsets, row by row */
function networkForecast(
  { level, course, inner, innerAt, outer, outerAt }: Parts,
  { calendar, slots }: Grid,
): Forecast {
  return (asked) =>
    asked.map((day) => {
      const values = inputs(day, calendar);
      const hidden = Float64Array.from(innerAt, (offset, h) => {
        let sum = offset;
        for (let n = 0; n < values.length; n++) sum += values[n] * inner[n * HIDDEN + h];
        return Math.tanh(sum);
      });
      return Float64Array.from({ length: slots }, (_, slot) => {
        let own = level[0] + course[slot] + outerAt[slot];
        for (let h = 0; h < HIDDEN; h++) own += hidden[h] * outer[h * slots + slot];
        return Math.exp(Math.min(own, level[0] + course[slot] + 3));
      });
    });
}

/** Weekdays, places in the month and closures, each of about the size of one. */
function inputs(day: string, calendar: Grid["calendar"]): number[] {
  return dayFeatures(day, calendar).values;
}

function learn(
  { days: all, slots, calendar }: History,
  options: { warm?: Learnt; thorough?: boolean; signal?: AbortSignal },
): { parts: Parts; at: Learnt } {
  const levels = levelsOf(all);
  const days = all.slice(-LEARNT_FROM), before = levels.before.slice(-LEARNT_FROM);
  const course = courseOf(days, slots);
  const wide = featureScales(calendar).length;
  const last = dayNumber(days[days.length - 1].day);
  const age = days.map(({ day }) => 0.5 ** ((last - dayNumber(day)) / HALF_LIFE));
  const mean = (d: number, slot: number) => Math.exp(before[d] + course[slot]);
  const vary = dispersionOf(days, mean);
  const grid = (value: (calls: number, d: number, slot: number) => number): Float32Array =>
    Float32Array.from({ length: days.length * slots }, (_, n) => {
      const d = Math.floor(n / slots), slot = n % slots;
      return value(days[d].calls[slot], d, slot);
    });
  const random = seeded(7);
  const fits = options.warm?.wide === wide && options.warm.slots === slots;
  const begun = fits ? options.warm!.weights : [
    Float32Array.from({ length: wide * HIDDEN }, () => (random() - 0.5) * 0.6),
    new Float32Array(HIDDEN),
    Float32Array.from({ length: HIDDEN * slots }, () => (random() - 0.5) * 0.05),
    new Float32Array(slots),
  ];
  const sizes = begun.map(({ length }) => length);
  const at = Float64Array.from(begun.flatMap((list) => [...list]));
  const steps = fits && !options.thorough ? WARM_STEPS : STEPS;
  // Scopes by hand: tidy() lets only tensors out.
  tf.engine().startScope();
  try {
    const x = tf.tensor2d(Float32Array.from(days.flatMap(({ day }) => inputs(day, calendar))), [days.length, wide]);
    const size: [number, number] = [days.length, slots];
    const usual = tf.tensor2d(grid((_, d, slot) => before[d] + course[slot]), size);
    const weight = tf.tensor2d(grid((calls, d) => Number.isNaN(calls) ? 0 : age[d] / vary), size);
    const seen = tf.tensor2d(grid((calls, d) => Number.isNaN(calls) ? 0 : calls * age[d] / vary), size);
    /** Back-propagation written out: its tape would cost several times the sums. */
    const slopeAt = () => {
      tf.engine().startScope();
      try {
        const [inner, innerAt, outer, outerAt] = split(at, sizes);
        const second = tf.tensor2d(outer, [HIDDEN, slots]);
        const hidden = tf.tanh(tf.add(tf.matMul(x, tf.tensor2d(inner, [wide, HIDDEN])), tf.tensor1d(innerAt)));
        const own = tf.add(tf.matMul(hidden as tf.Tensor2D, second), tf.tensor1d(outerAt));
        const missed = tf.sub(tf.mul(weight, tf.exp(tf.add(usual, own))), seen) as tf.Tensor2D;
        const back = tf.mul(tf.matMul(missed, second, false, true), tf.sub(1, tf.square(hidden))) as tf.Tensor2D;
        const slopes = [
          tf.matMul(x, back, true).dataSync(),
          tf.sum(back, 0).dataSync(),
          tf.matMul(hidden as tf.Tensor2D, missed, true).dataSync(),
          tf.sum(missed, 0).dataSync(),
        ];
        const inside = sizes[0] + sizes[1];
        // Weight decay: a normal prior on each.
        let n = 0;
        const slope = new Float64Array(at.length);
        for (const list of slopes) {
          for (const one of list) {
            slope[n] = one + at[n] / (n < inside ? INNER : OUTER) ** 2;
            n++;
          }
        }
        return slope;
      } finally {
        tf.engine().endScope();
      }
    };
    const adam = new Adam(at.length, RATE);
    for (let n = 0; n < steps; n++) {
      if (n % 50 === 49) options.signal?.throwIfAborted();
      adam.step(at, slopeAt());
    }
    const weights = split(at, sizes);
    const [inWeights, inAt, outWeights, outAt] = weights.map((list) => Float64Array.from(list));
    const parts = {
      level: Float64Array.of(levels.now),
      course,
      inner: inWeights,
      innerAt: inAt,
      outer: outWeights,
      outerAt: outAt,
    };
    return { parts, at: { wide, slots, weights } satisfies Learnt };
  } finally {
    tf.engine().endScope();
  }
}

function split(at: Float64Array, sizes: readonly number[]): Float32Array[] {
  let from = 0;
  return sizes.map((size) => Float32Array.from(at.subarray(from, from += size)));
}

/** Mean logarithms of the days' calls in an interval: before each day, as known a week before it, and now. */
function levelsOf(days: readonly Day[]): { before: number[]; now: number } {
  const logs = days.map(({ calls }) => Math.log((totalOf(calls) + 0.5) / Math.max(1, known(calls))));
  const mean = (to: number) => {
    const list = logs.slice(Math.max(0, to - LEVEL_DAYS), to);
    return list.reduce((sum, one) => sum + one, 0) / list.length;
  };
  const first = mean(Math.min(days.length, LEVEL_DAYS));
  let upTo = 0;
  const before = days.map(({ day }) => {
    while (dayNumber(days[upTo].day) <= dayNumber(day) - LAG_DAYS) upTo++;
    return upTo < LEVEL_DAYS / 3 ? first : mean(upTo);
  });
  return { before, now: mean(days.length) };
}

/** Logarithms of the intervals' calls beside the day's mean. */
function courseOf(days: readonly Day[], slots: number): Float64Array {
  const sums = new Float64Array(slots), counts = new Float64Array(slots);
  for (const { calls } of days) {
    calls.forEach((one, slot) => {
      if (Number.isNaN(one)) return;
      sums[slot] += one;
      counts[slot]++;
    });
  }
  const means = sums.map((sum, slot) => (sum + 0.5) / (counts[slot] + 1));
  const whole = means.reduce((all, one) => all + one, 0) / slots;
  return means.map((one) => Math.log(one / whole));
}

function dispersionOf(days: readonly Day[], mean: (d: number, slot: number) => number): number {
  let sum = 0, count = 0;
  days.forEach(({ calls }, d) =>
    calls.forEach((one, slot) => {
      if (Number.isNaN(one)) return;
      const usual = Math.max(mean(d, slot), 0.1);
      sum += (one - usual) ** 2 / usual;
      count++;
    })
  );
  return Math.max(1, count > 0 ? sum / count / 4 : 1);
}

const known = (calls: Float64Array) => calls.reduce((count, one) => Number.isNaN(one) ? count : count + 1, 0);
