/**
 * The sums behind the structural network: steps of Adam on the penalised quasi-Poisson likelihood of the whole history at
 * once, by TensorFlow.js.
 */
import type { DayFeatures } from "@/ml/calendar/day_features.ts";
import { dayNumber } from "@/ml/calendar/days.ts";
import { tf } from "@/ml/tensor/mod.ts";
import { Adam } from "@/ml/volume/adam.ts";
import type { History } from "@/ml/volume/history.ts";
import type { StructuralSettings } from "@/ml/volume/structural.ts";
import type { Start } from "@/ml/volume/structural_start.ts";

/** Whitened parameters at the mode. */
export interface Found {
  level: Float64Array;
  beta: Float64Array;
  /** Whitened courses of seven weekdays and of the common change of the start's, one after another. */
  course: Float64Array;
}

/** @param input.warm parameters to begin with; the tensors' door must be open */
export function fit(input: {
  history: History;
  settings: StructuralSettings;
  scales: readonly number[];
  features: readonly DayFeatures[];
  start: Start;
  odd: Float64Array;
  levels: readonly Float64Array[];
  courses: readonly Float64Array[];
  warm: Found | null;
  steps: number;
}): Found {
  const { history, settings, scales, features, start, warm, steps } = input;
  const { days, slots } = history;
  const last = dayNumber(days[days.length - 1].day);
  const grid = (value: (calls: number, day: number) => number) =>
    tf.tensor2d(
      Float32Array.from({ length: days.length * slots }, (_, n) =>
        value(days[Math.floor(n / slots)].calls[n % slots], Math.floor(n / slots))),
      [days.length, slots],
    );
  // A day of fifty times as many calls must not teach its course to all others.
  const age = days.map(({ day }, n) =>
    0.5 ** ((last - dayNumber(day)) / settings.halfLife) * Math.exp(-Math.max(0, input.odd[n]))
  );
  const vary = dispersion(history, start);
  // Scopes by hand: tidy() lets only tensors out.
  tf.engine().startScope();
  try {
    const weight = grid((calls, day) => Number.isNaN(calls) ? 0 : age[day] / vary);
    const seen = grid((calls, day) => Number.isNaN(calls) ? 0 : calls * age[day] / vary);
    // What makes a day's level: the process, then the effects of the calendar.
    const wide = days.length + scales.length;
    const makes = tf.tensor2d(
      flatten(features.map(({ values }, d) => [...input.levels[d], ...values.map((value, n) => value * scales[n])])),
      [days.length, wide],
    );
    // The eighth is the common course, which every day follows.
    const whose = tf.tensor2d(flatten(features.map(({ weekday }) => [...weekday, 1])), [days.length, 8]);
    const shape = tf.transpose(tf.tensor2d(flatten(input.courses), [slots, slots]));
    const begun = tf.tensor2d(
      Float32Array.from(
        { length: 8 * slots },
        (_, n) => n < 7 * slots ? start.weekdays[n] : start.course[n % slots] + start.level,
      ),
      [8, slots],
    );
    const at = new Float64Array(wide + 8 * slots);
    if (warm) {
      at.set(warm.level);
      at.set(warm.beta, days.length);
      at.set(warm.course, wide);
    }
    /** The slope of the penalised likelihood, written out: its tape would cost more than the sums. */
    const slopeAt = () => {
      tf.engine().startScope();
      try {
        const day = tf.matMul(makes, tf.tensor2d(Float32Array.from(at.subarray(0, wide)), [wide, 1]));
        const course = tf.tensor2d(Float32Array.from(at.subarray(wide)), [8, slots]);
        const courses = tf.add(tf.matMul(course, shape), begun);
        const expected = tf.exp(tf.add(tf.matMul(whose, courses), day));
        const missed = tf.sub(tf.mul(weight, expected), seen);
        const ofDays = tf.matMul(makes, tf.sum(missed, 1, true), true).dataSync();
        const ofCourses = tf.matMul(tf.matMul(whose, missed, true), shape, false, true).dataSync();
        // Standard normal priors pull each parameter back by itself.
        return at.map((value, n) => value + (n < wide ? ofDays[n] : ofCourses[n - wide]));
      } finally {
        tf.engine().endScope();
      }
    };
    for (const part of warm ? [0.5, 0.2, 0.1] : [1, 0.3, 0.1]) {
      const adam = new Adam(at.length, settings.rate * part);
      for (let n = 0; n < steps / 3; n++) adam.step(at, slopeAt());
    }
    return { level: at.slice(0, days.length), beta: at.slice(days.length, wide), course: at.slice(wide) };
  } finally {
    tf.engine().endScope();
  }
}

/** How many times the variance of Poisson calls have around what their day and their interval say; at least one. */
function dispersion({ days, slots }: History, start: { course: readonly number[] }): number {
  const usual = start.course.map(Math.exp);
  let sum = 0, count = 0;
  for (const { calls } of days) {
    let total = 0, expected = 0;
    for (let slot = 0; slot < slots; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      total += calls[slot];
      expected += usual[slot];
    }
    if (total <= 0) continue;
    for (let slot = 0; slot < slots; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      const mean = usual[slot] * total / expected;
      sum += (calls[slot] - mean) ** 2 / Math.max(mean, 0.1);
      count++;
    }
  }
  return Math.max(1, count > 0 ? sum / count : 1);
}

const flatten = (rows: readonly ArrayLike<number>[]): Float32Array =>
  Float32Array.from(rows.flatMap((row) => Array.from(row)));
