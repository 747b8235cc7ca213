/**
 * Where the structural network starts from, before it learns anything: the mean level, the mean course through the day,
 * and weekdays that are altogether other days (a Saturday with a tenth of the calls), which no prior of the usual size
 * would let it find in a few weeks. Pure.
 */
import { weekdayOf } from "@/ml/calendar/days.ts";
import { type Day, totalOf } from "@/ml/volume/history.ts";
import { median } from "@/ml/volume/median.ts";

export interface Start {
  /** Logarithms: the level, and each interval beside it. */
  level: number;
  course: readonly number[];
  /** What each of seven weekdays has more, by interval, one after another; nothing for weekdays like others. */
  weekdays: Float64Array;
}

/** Of the logarithm: weekdays that differ less are left to be learnt. */
const LIKE = 0.7;
/** Same weekdays that say how it differs. */
const LAST = 12;

/** Such a weekday is held to the common course by the calls of so many of it. */
const HELD = 2;

export function begin(days: readonly Day[], slots: number): Start {
  const { level, course } = meanOf(days, slots);
  const weekdays = new Float64Array(7 * slots);
  const logs = days.map(({ calls }) => logOf(calls));
  const usual = median(logs);
  for (let weekday = 0; weekday < 7; weekday++) {
    const own = days.flatMap((day, n) => weekdayOf(day.day) === weekday ? [{ day, log: logs[n] }] : []).slice(-LAST);
    if (own.length === 0) continue;
    const by = median(own.map(({ log }) => log)) - usual;
    // From there to twice as much it is believed by and by (firm shrinkage; Gao and Bruce 1997).
    const more = Math.sign(by) * Math.min(Math.abs(by), 2 * Math.max(0, Math.abs(by) - LIKE));
    if (more === 0) continue;
    const sure = Math.min(1, Math.abs(more) / LIKE);
    const shape = meanOf(own.map(({ day }) => day), slots, { like: course });
    for (let slot = 0; slot < slots; slot++) {
      weekdays[weekday * slots + slot] = more + sure * (shape.course[slot] - course[slot]);
    }
  }
  return { level, course, weekdays };
}

/** `like`: the course that so few days are held to. */
function meanOf(days: readonly Day[], slots: number, options: { like?: readonly number[] } = {}) {
  const sums = new Float64Array(slots), counts = new Float64Array(slots);
  for (const { calls } of days) {
    for (let slot = 0; slot < slots; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      sums[slot] += calls[slot];
      counts[slot]++;
    }
  }
  const held = options.like?.map(Math.exp) ?? Array<number>(slots).fill(1);
  const whole = held.reduce((sum, one) => sum + one, 0);
  const mean = options.like ? HELD * totalOf(sums) / Math.max(1, days.length) / whole : 0.5;
  const means = Array.from(
    { length: slots },
    (_, slot) => (sums[slot] + held[slot] * mean) / (counts[slot] + (options.like ? HELD : 1)),
  );
  const level = means.reduce((sum, one) => sum + Math.log(one), 0) / slots;
  return { level, course: means.map((one) => Math.log(one) - level) };
}

function logOf(calls: Float64Array): number {
  const known = calls.reduce((count, one) => Number.isNaN(one) ? count : count + 1, 0);
  return Math.log((totalOf(calls) + 0.5) / Math.max(1, known));
}
