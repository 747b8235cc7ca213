/**
 * What no calendar explains: days from which on a queue has another level (a new branch, a number that was given up), and
 * single days that had nothing to do with the others (an outage, a broadcast). The network is told of both, so that it
 * neither waits for weeks until it believes the first, nor forecasts the second ever again. Pure.
 */
import { type DayCalendar, hasEffect } from "@/ml/calendar/day_features.ts";
import { dayNumber, weekdayOf } from "@/ml/calendar/days.ts";
import { type Day, totalOf } from "@/ml/volume/history.ts";
import { median } from "@/ml/volume/median.ts";

export interface Moves {
  /** Numbers of the days that a new level begins on, in their order. */
  shifts: number[];
  /** By day: how far it is off the level around it, in logarithms; 0 for days like others. */
  odd: Float64Array;
}

/** A new level has been there for so many open days at least, and is told from the last so many before. */
const LEAST_AFTER = 4;
const AROUND = 20;
const MOST_SHIFTS = 4;
/** Of the logarithm: less than this the level walks by itself. */
const LEAST_SHIFT = 0.15;
const LEAST_ODD = 0.35;
/** Times its usual error. */
const SURE = 6;
/** More than this share of odd days are no oddity. */
const MOST_ODD = 0.06;
const FEWEST_DAYS = 15;

export function movesOf(days: readonly Day[], calendar: DayCalendar): Moves {
  const odd = new Float64Array(days.length);
  if (days.length < FEWEST_DAYS) return { shifts: [], odd };
  const levels = withoutWeekdays(days);
  const noise = Math.max(
    0.02,
    1.4826 * median(levels.slice(1).map((one, n) => Math.abs(one - levels[n]))) / Math.SQRT2,
  );
  const at = shiftsOf(levels, noise);
  const parts = [0, ...at, levels.length];
  for (let part = 1; part < parts.length; part++) {
    const [from, to] = [parts[part - 1], parts[part]];
    for (let n = from; n < to; n++) {
      const near = levels.slice(Math.max(from, n - AROUND / 2), Math.min(to, n + AROUND / 2 + 1));
      const by = levels[n] - median(near);
      if (Math.abs(by) > Math.max(LEAST_ODD, SURE * noise) && !hasEffect(days[n].day, calendar)) odd[n] = by;
    }
  }
  if (odd.filter((by) => by !== 0).length > MOST_ODD * days.length) odd.fill(0);
  return { shifts: at.map((n) => dayNumber(days[n].day)), odd };
}

/** Logarithms of the days' calls in an interval, less what their weekday usually has more than the days around. */
function withoutWeekdays(days: readonly Day[]): number[] {
  const logs = days.map(({ calls }) => {
    const known = calls.reduce((count, one) => Number.isNaN(one) ? count : count + 1, 0);
    return Math.log((totalOf(calls) + 0.5) / Math.max(1, known));
  });
  const beside = logs.map((log, n) => log - median(logs.slice(Math.max(0, n - 3), n + 4)));
  const usual = Array.from({ length: 7 }, (_, weekday) => {
    const own = beside.filter((_, n) => weekdayOf(days[n].day) === weekday);
    return own.length > 0 ? median(own) : 0;
  });
  return logs.map((log, n) => log - usual[weekdayOf(days[n].day)]);
}

/** Places where the level jumps, the clearest first found, each at least {@link LEAST_AFTER} days from the others. */
function shiftsOf(levels: readonly number[], noise: number): number[] {
  const found: number[] = [];
  while (found.length < MOST_SHIFTS) {
    const next = clearest(levels, { noise, found });
    if (next === null) break;
    found.push(next);
    found.sort((a, b) => a - b);
  }
  return found;
}

function clearest(
  levels: readonly number[],
  { noise, found }: { noise: number; found: readonly number[] },
): number | null {
  let best: { at: number; sure: number } | null = null;
  for (let at = LEAST_AFTER; at <= levels.length - LEAST_AFTER; at++) {
    const from = Math.max(0, ...found.filter((one) => one <= at)),
      to = Math.min(levels.length, ...found.filter((one) => one > at));
    if (at - from < LEAST_AFTER || to - at < LEAST_AFTER) continue;
    const before = levels.slice(Math.max(from, at - AROUND), at), after = levels.slice(at, Math.min(to, at + AROUND));
    const by = median(after) - median(before);
    // A slope has its middle between both, a step has not; nor has a step days of the old level behind it.
    const first = after.slice(0, LEAST_AFTER);
    const step = median(first) - median(before.slice(-LEAST_AFTER));
    const over = first.filter((one) => (one - median(before)) / by > 0.5).length;
    const sure = Math.abs(by) / (1.25 * noise * Math.sqrt(1 / before.length + 1 / after.length));
    if (Math.abs(by) < Math.max(LEAST_SHIFT, 2 * noise) || sure < SURE || step / by < 0.7 || over < LEAST_AFTER - 1) {
      continue;
    }
    if (!best || sure > best.sure) best = { at, sure };
  }
  return best && settled(levels, best.at);
}

/** Middles hardly change with a day more or less on one side: the day is the one that leaves the least distances. */
function settled(levels: readonly number[], near: number): number {
  const from = Math.max(0, near - AROUND), to = Math.min(levels.length, near + AROUND);
  const left = (at: number) => distances(levels.slice(from, at)) + distances(levels.slice(at, to));
  let best = near;
  for (let at = near - LEAST_AFTER; at <= near + LEAST_AFTER; at++) {
    if (at >= LEAST_AFTER && at <= levels.length - LEAST_AFTER && left(at) < left(best)) best = at;
  }
  return best;
}

function distances(list: readonly number[]): number {
  const middle = median(list);
  return list.reduce((sum, one) => sum + Math.abs(one - middle), 0);
}
