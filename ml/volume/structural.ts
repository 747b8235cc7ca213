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
import { openTensors } from "@/ml/tensor/mod.ts";
import { dayFeatures, featureScales } from "@/ml/calendar/day_features.ts";
import { dayNumber } from "@/ml/calendar/days.ts";
import { coarsened, lotOf, sharesOf } from "@/ml/volume/coarse.ts";
import { movesOf } from "@/ml/volume/shifts.ts";
import { cholesky, solveUpper } from "@/ml/volume/cholesky.ts";
import type { Family, Fitted, History, Parts } from "@/ml/volume/history.ts";
import type { FamilyName } from "@/ml/volume/report.ts";
import { fit, type Found } from "@/ml/volume/structural_fit.ts";
import { begin } from "@/ml/volume/structural_start.ts";
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

function multiply(lower: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(lower, (row, n) => {
    let sum = 0;
    for (let m = 0; m <= n; m++) sum += row[m] * vector[m];
    return sum;
  });
}
