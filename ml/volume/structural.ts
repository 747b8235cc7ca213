/**
 * The structural network: a day's calls are a level that drifts, a shock that fades, effects of the calendar, and a
 * course through the day for each weekday; log link, quasi-Poisson likelihood. Every part is shrunk towards nothing by a
 * Gaussian prior of the size such parts usually have, so a short history gives a plain forecast and a long one a fine
 * one. The parameters are whitened (each has a standard normal prior), which lets Adam find the mode in some 250 steps of
 * the whole history at once.
 *
 * Level and shock are one Gaussian process over days: a random walk, an Ornstein-Uhlenbeck process and a nugget; what
 * it says of days to come is its conditional mean.
 */
import { openTensors, tf } from "@/ml/tensor/mod.ts";
import { type DayFeatures, dayFeatures, featureScales } from "@/ml/calendar/day_features.ts";
import { dayNumber } from "@/ml/calendar/days.ts";
import { coarsened, lotOf, sharesOf } from "@/ml/volume/coarse.ts";
import { Adam } from "@/ml/volume/adam.ts";
import { movesOf } from "@/ml/volume/shifts.ts";
import { cholesky, solveUpper } from "@/ml/volume/cholesky.ts";
import type { Family, Fitted, History, Parts } from "@/ml/volume/history.ts";
import type { FamilyName } from "@/ml/volume/report.ts";
import { begin, type Start } from "@/ml/volume/structural_start.ts";
import { covariance, structuralForecast } from "@/ml/volume/structural_forecast.ts";

export interface StructuralSettings {
  /** Standard deviation of the level's step over one day, of the logarithm. */
  drift: number;
  /** Standard deviation and length in days of a shock. */
  shock: number;
  shockDays: number;
  /** Standard deviation of a day by itself. */
  nugget: number;
  /** Of a weekday's course through the day around the common one; its smoothness in minutes. */
  course: number;
  courseMinutes: number;
  /** After so many days an observation counts half. */
  halfLife: number;
  /** Times the usual sizes of calendar effects. */
  calendar: number;
  /** Steps of Adam from nothing, and from the mode of a history that was a little shorter. */
  steps: number;
  warmSteps: number;
  rate: number;
}

export const STRUCTURAL: StructuralSettings = {
  drift: 0.003,
  shock: 0.02,
  shockDays: 3,
  nugget: 0.015,
  course: 0.12,
  courseMinutes: 45,
  halfLife: 120,
  calendar: 1,
  steps: 420,
  warmSteps: 90,
  rate: 0.1,
};

/** For queues whose level and days move more. */
const LIVELY: StructuralSettings = { ...STRUCTURAL, drift: 0.012, shock: 0.05, nugget: 0.04, halfLife: 60 };

const family = (name: FamilyName, settings: StructuralSettings): Family => ({
  name,
  knowsCalendar: true,
  fit: (history, warm, options) => fitStructural(history, { settings, warm, ...options }),
  revive: structuralForecast,
});

export const STRUCTURAL_MODEL = family("structural", STRUCTURAL);
export const LIVELY_MODEL = family("structural-lively", LIVELY);

/** Of the course of a weekday, part that is not smooth. */
const ROUGH = 0.35;
/** Half-lives that are learnt from; older days say nothing about tomorrow and cost the square of their number. */
const MOST_HALF_LIVES = 4.5;
/** The oldest days go in lots, so that the fits of a back-test have the same first day and one may begin with the other. */
const LOT = 60;

/**
 * @param options.warm what an earlier fit of the same queue gave; taken when it still fits
 * @param options.thorough as many steps as from nothing, although it begins with `warm`
 */
export async function fitStructural(
  history: History,
  options: { settings?: StructuralSettings; warm?: unknown; thorough?: boolean } = {},
): Promise<Fitted & { parts: Parts }> {
  const { settings = STRUCTURAL } = options;
  const lot = lotOf(history);
  if (lot > 1) {
    const fitted = await fitStructural(coarsened(history, lot), options);
    const parts = { ...fitted.parts, shares: sharesOf(history, lot) };
    return { ...fitted, parts, forecast: structuralForecast(parts, history) };
  }
  await openTensors();
  const tooMany = Math.max(0, history.days.length - MOST_HALF_LIVES * settings.halfLife);
  const days = history.days.slice(Math.ceil(tooMany / LOT) * LOT);
  const { calendar, slots } = history;
  const scales = featureScales(calendar).map(({ scale }) => scale * settings.calendar);
  const features = days.map(({ day }) => dayFeatures(day, calendar));
  const start = begin(days, slots);
  const numbers = days.map(({ day }) => dayNumber(day));
  const { shifts, odd } = movesOf(days, calendar);
  const moves = `${shifts} ${odd.reduce((list, by, n) => by === 0 ? list : `${list} ${n}`, "")}`;
  const warm = usable(options.warm, { first: days[0].day, days: days.length, effects: scales.length, slots, moves });
  const steps = warm && !options.thorough ? settings.warmSteps : settings.steps;
  const process = { ...settings, shifts, odd };
  const levels = cholesky(covariance(numbers, numbers, process), warm?.levels);
  const courses = warm?.courses ?? cholesky(courseCovariance(history, settings));
  const found = fit({
    history: { ...history, days },
    settings,
    scales,
    features,
    start,
    odd,
    levels,
    courses,
    warm,
    steps,
  });
  const course = (n: number) => multiply(courses, found.course.subarray(n * slots, (n + 1) * slots));
  const common = course(7);
  const learnt = Array.from({ length: 7 }, (_, n) => course(n));
  const parts = {
    level: Float64Array.of(start.level),
    process: Float64Array.of(settings.drift, settings.shock, settings.shockDays),
    shifts: Float64Array.from(shifts),
    days: Float64Array.from(numbers),
    // They carry the process from the known days to any other: solve Aᵀw = z.
    weights: solveUpper(levels, found.level),
    effects: Float64Array.from(scales, (scale, n) => scale * found.beta[n]),
    common: common.map((own, slot) => start.course[slot] + own),
    weekdays: start.weekdays.map((own, n) => own + learnt[Math.floor(n / slots)][n % slots]),
  };
  const forecast = structuralForecast(parts, history);
  return { forecast, parts, warm: { first: days[0].day, slots, moves, levels, courses, ...found } satisfies Warm };
}

interface Warm extends Found {
  first: string;
  slots: number;
  /** New levels and odd days that it was told of. */
  moves: string;
  /** Factors of the days' and of the courses' covariance, which take longer than all else in long histories. */
  levels: readonly Float64Array[];
  courses: readonly Float64Array[];
}

/** Whitened parameters stay true while the history only grew at its end: the factor's first rows are the same. */
function usable(
  given: unknown,
  now: { first: string; days: number; effects: number; slots: number; moves: string },
): Warm | null {
  const warm = given as Warm | undefined;
  if (!warm || warm.first !== now.first || warm.slots !== now.slots || warm.moves !== now.moves) return null;
  return warm.level.length <= now.days && warm.beta.length === now.effects ? warm : null;
}

function courseCovariance({ slots, step }: History, { course, courseMinutes }: StructuralSettings): Float64Array[] {
  return Array.from({ length: slots }, (_, a) =>
    Float64Array.from({ length: slots }, (_, b) => {
      const apart = (a - b) * step / courseMinutes;
      return course ** 2 * ((1 - ROUGH) * Math.exp(-0.5 * apart ** 2) + (a === b ? ROUGH : 0));
    }));
}

interface Found {
  level: Float64Array;
  beta: Float64Array;
  /** Whitened courses of seven weekdays and of the common change of the start's, one after another. */
  course: Float64Array;
}

function fit(input: {
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

function multiply(lower: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(lower, (row, n) => {
    let sum = 0;
    for (let m = 0; m <= n; m++) sum += row[m] * vector[m];
    return sum;
  });
}
