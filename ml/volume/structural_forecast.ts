/** What the structural network says of days to come, of the numbers it has learnt: no tensors are needed any more. Pure. */
import { dayFeatures } from "@/ml/calendar/day_features.ts";
import { dayNumber } from "@/ml/calendar/days.ts";
import { refined } from "@/ml/volume/coarse.ts";
import type { Forecast, Grid, Parts } from "@/ml/volume/history.ts";

/** How the level of days moves: standard deviations of the logarithm. */
export interface DayProcess {
  drift: number;
  shock: number;
  shockDays: number;
  nugget?: number;
  /** Days on which the level became another one. */
  shifts?: ArrayLike<number>;
  /** Of known days by themselves, beside the nugget: days that are unlike all others. */
  odd?: ArrayLike<number>;
}

/** Standard deviation of a new level around the one before. */
const SHIFT = 0.7;

/**
 * @param parts level and common course of all days, `effects` in the order of the calendar's features, courses of seven
 * `weekdays` one after another, the process and its `weights` on the days it was learnt from; `shares` of short intervals in those that were learnt from
 */
export function structuralForecast(parts: Parts, { calendar }: Grid): Forecast {
  const slots = parts.common.length;
  const { level, common, weekdays, effects, weights } = parts;
  const [drift, shock, shockDays] = parts.process;
  const process = { drift, shock, shockDays, shifts: parts.shifts };
  const forecast: Forecast = (asked) =>
    asked.map((day) => {
      const { values, weekday } = dayFeatures(day, calendar);
      const near = covariance([dayNumber(day)], parts.days, process, { ahead: true })[0];
      let own = level[0];
      for (let n = 0; n < near.length; n++) own += near[n] * weights[n];
      for (let n = 0; n < values.length; n++) own += values[n] * effects[n];
      return Float64Array.from({ length: slots }, (_, slot) => {
        let course = common[slot];
        for (let n = 0; n < 7; n++) course += weekday[n] * weekdays[n * slots + slot];
        return Math.exp(own + course);
      });
    });
  return parts.shares ? refined(forecast, parts.shares) : forecast;
}

/** Of the days' process; `ahead`: of days to come, which have no nugget in common with known ones. */
export function covariance(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  process: DayProcess,
  options: { ahead?: boolean } = {},
): Float64Array[] {
  const { drift, shock, shockDays, nugget = 0, shifts = [], odd } = process;
  const origin = b[0] - 30;
  return Array.from(a, (one) =>
    Float64Array.from(b, (other, n) => {
      let walk = drift ** 2 * Math.max(0, Math.min(one, other) - origin);
      for (let s = 0; s < shifts.length; s++) if (one >= shifts[s] && other >= shifts[s]) walk += SHIFT ** 2;
      const fading = shock ** 2 * Math.exp(-Math.abs(one - other) / shockDays);
      const own = !options.ahead && one === other ? nugget ** 2 + (odd?.[n] ?? 0) ** 2 : 0;
      return walk + fading + own + 0.25;
    }));
}
