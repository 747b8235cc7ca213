/**
 * Plain ways of forecasting that every model has to beat: last week's same weekday, the mean of the last ones, and
 * exponential smoothing of the day with the weekday's course through it. Pure.
 */
import { dayNumber, weekdayOf } from "@/ml/calendar/days.ts";
import {
  type Day,
  type Family,
  type Forecast,
  type Grid,
  type History,
  type Parts,
  totalOf,
} from "@/ml/volume/history.ts";
import type { FamilyName } from "@/ml/volume/report.ts";

/** Same weekdays that are averaged. */
const MEAN_OF = 4;
/** A course through the day is learnt from the last so many same weekdays. */
const COURSE_OF = 8;

const alike = (days: readonly Day[], weekday: number, count: number): readonly Day[] => {
  const same = days.filter(({ day }) => weekdayOf(day) === weekday);
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

/** One row of intervals for each weekday, Monday first, of its last same days. */
function tableOf({ days, slots }: History, count: number): Float64Array {
  const table = new Float64Array(7 * slots);
  for (let weekday = 0; weekday < 7; weekday++) table.set(meanOf(alike(days, weekday, count), slots), weekday * slots);
  return table;
}

const rowOf = (table: Float64Array, day: string, slots: number) =>
  table.slice(weekdayOf(day) * slots, (weekdayOf(day) + 1) * slots);

/** What last same weekdays had, whatever else the day is. */
const lastAlike = (name: FamilyName, count: number): Family => {
  const revive = ({ table }: Parts, { slots }: Grid): Forecast => (asked) =>
    asked.map((day) => rowOf(table, day, slots));
  return {
    name,
    knowsCalendar: false,
    fit(history) {
      const parts = { table: tableOf(history, count) };
      return Promise.resolve({ parts, forecast: revive(parts, history) });
    },
    revive,
  };
};

/** The same weekday of the week before. */
export const SEASONAL_NAIVE = lastAlike("seasonal-naive", 1);

/** The mean of the last four same weekdays. */
export const WEEKDAY_MEAN = lastAlike("weekday-mean", MEAN_OF);

/** Exponential smoothing of the day's level, with factors of weekdays and their course through the day. */
export const SMOOTHING: Family = {
  name: "smoothing",
  knowsCalendar: false,
  fit(history) {
    const parts = { ...levels(history), course: tableOf(history, COURSE_OF) };
    return Promise.resolve({ parts, forecast: smoothed(parts, history) });
  },
  revive: smoothed,
};

const ALPHAS = [0.05, 0.1, 0.2, 0.3, 0.45, 0.6];

/** Logarithms: the day's level as it is now, and what each weekday has more. */
function levels({ days }: History): { level: Float64Array; factors: Float64Array } {
  const logs = days.map(({ calls }) => Math.log(totalOf(calls) + 1));
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
  const factors = Float64Array.from({ length: 7 }, (_, weekday) => {
    let sum = 0, weight = 1;
    days.forEach(({ day }, n) => {
      if (weekdayOf(day) !== weekday) return;
      sum += logs[n] - mean;
      weight++;
    });
    return sum / weight;
  });
  const plain = logs.map((log, n) => log - factors[weekdayOf(days[n].day)]);
  const run = (alpha: number) => {
    let level = plain[0], error = 0;
    for (const one of plain.slice(1)) {
      error += (one - level) ** 2;
      level += alpha * (one - level);
    }
    return { level, error };
  };
  const best = ALPHAS.map(run).reduce((a, b) => b.error < a.error ? b : a);
  return { level: Float64Array.of(best.level), factors };
}

function smoothed({ level, factors, course }: Parts, { slots }: Grid): Forecast {
  return (asked) =>
    asked.map((day) => {
      const usual = rowOf(course, day, slots);
      const whole = totalOf(usual);
      const total = Math.max(0, Math.exp(level[0] + factors[weekdayOf(day)]) - 1);
      return usual.map((calls) => whole > 0 ? calls / whole * total : 0);
    });
}

/** Length of a history in days, closed ones counted. */
export function spanOf({ days }: History): number {
  return days.length === 0 ? 0 : dayNumber(days[days.length - 1].day) - dayNumber(days[0].day) + 1;
}
