/**
 * Plain ways of forecasting that every model has to beat: last week's same weekday, the mean of the last ones, and
 * exponential smoothing of the day with the weekday's course through it. Pure.
 */
import { dayNumber, weekdayOf } from "@/ml/calendar/days.ts";
import { type Day, type Forecast, type History, totalOf, type VolumeModel } from "@/ml/volume/history.ts";

/** Same weekdays that are averaged. */
const MEAN_OF = 4;
/** A course through the day is learnt from the last so many same weekdays. */
const COURSE_OF = 8;

const alike = (days: readonly Day[], day: string, count: number): readonly Day[] => {
  const same = days.filter((one) => weekdayOf(one.day) === weekdayOf(day));
  // A weekday that was never seen: whatever is there.
  return (same.length > 0 ? same : days).slice(-count);
};

function meanOf(days: readonly Day[], slots: number): Float64Array {
  const sum = new Float64Array(slots), known = new Float64Array(slots);
  for (const { calls } of days) {
    for (let slot = 0; slot < slots; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      sum[slot] += calls[slot];
      known[slot]++;
    }
  }
  return sum.map((value, slot) => known[slot] > 0 ? value / known[slot] : 0);
}

const lastAlike = ({ days, slots }: History, count: number): Forecast => (asked) =>
  asked.map((day) => meanOf(alike(days, day, count), slots));

/** The same weekday of the week before. */
export const SEASONAL_NAIVE: VolumeModel = {
  name: "seasonal-naive",
  knowsCalendar: false,
  fit: (history) => Promise.resolve({ forecast: lastAlike(history, 1) }),
};

/** The mean of the last four same weekdays. */
export const WEEKDAY_MEAN: VolumeModel = {
  name: "weekday-mean",
  knowsCalendar: false,
  fit: (history) => Promise.resolve({ forecast: lastAlike(history, MEAN_OF) }),
};

/** Exponential smoothing of the day's level, with factors of weekdays and their course through the day. */
export const SMOOTHING: VolumeModel = {
  name: "smoothing",
  knowsCalendar: false,
  fit: (history) => Promise.resolve({ forecast: smoothing(history) }),
};

const ALPHAS = [0.05, 0.1, 0.2, 0.3, 0.45, 0.6];

function smoothing({ days, slots }: History): Forecast {
  const logs = days.map(({ calls }) => Math.log(totalOf(calls) + 1));
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
  const factors = Array.from({ length: 7 }, (_, weekday) => {
    let sum = 0, weight = 1;
    days.forEach(({ day }, n) => {
      if (weekdayOf(day) !== weekday) return;
      sum += logs[n] - mean;
      weight++;
    });
    return sum / weight;
  });
  const levels = logs.map((log, n) => log - factors[weekdayOf(days[n].day)]);
  const run = (alpha: number) => {
    let level = levels[0], error = 0;
    for (const one of levels.slice(1)) {
      error += (one - level) ** 2;
      level += alpha * (one - level);
    }
    return { level, error };
  };
  const best = ALPHAS.map(run).reduce((a, b) => b.error < a.error ? b : a);
  return (asked) =>
    asked.map((day) => {
      const course = meanOf(alike(days, day, COURSE_OF), slots);
      const whole = totalOf(course);
      const total = Math.max(0, Math.exp(best.level + factors[weekdayOf(day)]) - 1);
      return course.map((calls) => whole > 0 ? calls / whole * total : 0);
    });
}

/** Length of a history in days, closed ones counted. */
export function spanOf({ days }: History): number {
  return days.length === 0 ? 0 : dayNumber(days[days.length - 1].day) - dayNumber(days[0].day) + 1;
}
