/** The weeks of a queue's own past that models are compared on. Pure. */
import { addDays, dayNumber, weekdayOf } from "@/ml/calendar/days.ts";
import { type Origin, type Told, weekly } from "@/ml/volume/back_test.ts";
import type { History } from "@/ml/volume/history.ts";

/** Open days that must be there before the first of them. */
const LEARNT_FROM = 20;
/** A young queue is judged as well as it can be: by the days after its first ones. */
const LEAST_LEARNT_FROM = 5;

export interface Comparison {
  /** Weeks that are compared, each from its first unknown day. */
  weeks: Origin[];
  /** The same with all days that each is asked for. */
  origins: Origin[];
  /** Of what was told of all days asked for, those of each origin's own week. */
  near(told: readonly Told[]): Told[];
  /** First days of the weeks, in the order of what `near` gives. */
  weekOf(told: readonly Told[]): string[];
}

/** @param options.horizon each origin is asked for the days of its own week, and for all others up to so many ahead */
export function lastWeeks(history: History, options: { weeks: number; horizon: number }): Comparison {
  const { days } = history;
  const weeks = days.length === 0 ? [] : weeklyFrom(history, options.weeks);
  const known = new Map(days.map(({ day }, n) => [day, n]));
  const origins = weeks.map(({ at, days: own }) => {
    const first = known.get(own[0])!;
    const until = addDays(days[first - 1].day, options.horizon);
    const asked = days.slice(first).map(({ day }) => day).filter((day, n) => n < own.length || day <= until);
    return { at, days: asked };
  });
  return {
    weeks,
    origins,
    near(told) {
      let from = 0;
      return origins.flatMap(({ days: asked }, n) => {
        const own = told.slice(from, from + weeks[n].days.length);
        from += asked.length;
        return own;
      });
    },
    weekOf: (told) => told.map(({ day }) => addDays(day, -weekdayOf(day))),
  };
}

function weeklyFrom(history: History, count: number): Origin[] {
  const { days } = history;
  const last = days[days.length - 1].day;
  const learnt = days.length >= 2 * LEARNT_FROM ? LEARNT_FROM : Math.max(LEAST_LEARNT_FROM, days.length - LEARNT_FROM);
  if (days.length <= learnt) return [];
  const monday = addDays(last, -weekdayOf(last) - 7 * (count - 1));
  const first = days[learnt].day;
  return weekly(history, { from: dayNumber(monday) > dayNumber(first) ? monday : first, to: last });
}
