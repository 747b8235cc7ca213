/**
 * A rate that drifts from week to week and has its own course through the day and the week: seconds a call is handled for,
 * calls abandoned in a second of waiting. Level by exponential forgetting, hours and weekdays as factors around it,
 * each shrunk towards one by as much as chance alone would move it (a gamma prior whose weight is read from the data, as
 * in empirical Bayes; Robbins 1956). Pure.
 */
import { dayNumber, weekdayOf } from "@/ml/calendar/days.ts";
import type { Parts } from "@/ml/volume/history.ts";

/** What happened in an interval, and what it happened in: seconds in calls, or hang-ups in seconds of waiting. */
export interface Exposed {
  day: string;
  /** Part of the day, from 0. */
  slot: number;
  events: number;
  exposure: number;
}

/** Days after which an observation counts half: the one that told the next weeks best. */
const HALF_LIVES = [7, 14, 28, 56, 112];
/** Factors are learnt from the last so many days. */
const LEARNT_FROM = 182;
const FEWEST_CELLS = 5;
const ABOUT_EQUAL = 1.05;
/** A factor is never believed to be further from one than this. */
const MOST = 4;

export interface RateGrid {
  /** Minutes of a slot, and slots of a day. */
  step: number;
  slots: number;
}

/**
 * null: nothing happened at all. Parts: `rate` (of a usual slot now), `slots` and `weekdays` (factors).
 * @param rows in the order of their days
 */
export function fitRate(rows: readonly Exposed[], grid: RateGrid): Parts | null {
  const seen = rows.filter(({ exposure, events }) => exposure > 0 && events >= 0);
  if (seen.length === 0 || !(sum(seen, (row) => row.events) > 0)) return null;
  const last = dayNumber(seen[seen.length - 1].day);
  const late = seen.filter(({ day }) => last - dayNumber(day) < LEARNT_FROM);
  const plain = late.length > 0 ? rateOfDays(late) : 0;
  if (!(plain > 0)) return null;
  const blockOf = blocks(grid);
  const count = blockOf(grid.slots - 1) + 1;
  const expected = ({ exposure }: Exposed) => exposure * plain;
  // A drifting level must not look like a course: each day is measured by itself.
  const days = groupedBy(late, ({ day }) => day).map((own) => {
    const level = (sum(own, (row) => row.events) + 1) / (sum(own, expected) + 1);
    return { own, level };
  });
  const hours = factors(
    days.flatMap(({ own, level }) =>
      groupedBy(own, ({ slot }) => `${blockOf(slot)}`).map((cell) => ({
        group: blockOf(cell[0].slot),
        events: sum(cell, (row) => row.events),
        expected: level * sum(cell, expected),
      }))
    ),
    count,
  );
  const weekdays = factors(
    days.map(({ own }) => ({
      group: weekdayOf(own[0].day),
      events: sum(own, (row) => row.events),
      expected: sum(own, (row) => expected(row) * hours[blockOf(row.slot)]),
    })),
    7,
  );
  const slots = Float64Array.from({ length: grid.slots }, (_, slot) => hours[blockOf(slot)]);
  const shaped = groupedBy(seen, ({ day }) => day).map((own) => ({
    day: dayNumber(own[0].day),
    events: sum(own, (row) => row.events),
    exposure: sum(own, (row) => row.exposure * slots[row.slot] * weekdays[weekdayOf(row.day)]),
  }));
  return { rate: Float64Array.of(levelOf(shaped)), slots, weekdays };
}

/** By slot of the day. */
export function rateOn({ rate, slots, weekdays }: Parts, day: string): Float64Array {
  return slots.map((factor) => rate[0] * factor * weekdays[weekdayOf(day)]);
}

/** Slots of at least an hour: calls of five minutes are too few to have a length of their own. */
function blocks({ step }: RateGrid): (slot: number) => number {
  const wide = Math.max(1, Math.round(60 / step));
  return (slot) => Math.floor(slot / wide);
}

interface Cell {
  group: number;
  events: number;
  expected: number;
}

/** How many times the expected each group has, as far as it is more than chance between its own cells. */
function factors(cells: readonly Cell[], groups: number): Float64Array {
  const events = new Float64Array(groups), expected = new Float64Array(groups);
  for (const cell of cells) {
    events[cell.group] += cell.events;
    expected[cell.group] += cell.expected;
  }
  const raw = events.map((one, n) => expected[n] > 0 ? one / expected[n] : 1);
  const used = raw.filter((_, n) => expected[n] > 0).length;
  const free = Math.max(1, cells.length - used);
  const noise = cells.reduce((all, cell) => {
    const mean = cell.expected * raw[cell.group];
    return cell.expected > 0 ? all + (cell.events - mean) ** 2 / cell.expected : all;
  }, 0) / free;
  const whole = expected.reduce((all, one) => all + one, 0);
  const vary = raw.reduce((all, one, n) => all + expected[n] * (one - 1) ** 2 - (expected[n] > 0 ? noise : 0), 0) /
    Math.max(whole, 1e-9);
  // Chance between a group's own cells is only seen when it has some of them.
  if (!(vary > 0) || used < 2 || cells.length < FEWEST_CELLS * used) return raw.fill(1);
  const held = noise / vary;
  return raw.map((one, n) =>
    expected[n] > 0 ? Math.min(MOST, Math.max(1 / MOST, (events[n] + held) / (expected[n] + held))) : one
  );
}

interface DaySum {
  day: number;
  events: number;
  exposure: number;
}

function levelOf(days: readonly DaySum[]): number {
  const last = days[days.length - 1].day;
  const runs = HALF_LIVES.map((halfLife) => run(days, halfLife));
  // Each was asked for the days of the week after: the least missed is taken, the calmest of those that are about equal.
  const best = runs.reduce((a, b) => b.missed <= a.missed * ABOUT_EQUAL ? b : a);
  return forgetting(days.filter(({ day }) => last - day < 10 * best.halfLife), last, best.halfLife);
}

/** A week ahead: what is told of a day is what was known seven days before it. */
function run(days: readonly DaySum[], halfLife: number): { halfLife: number; missed: number } {
  let events = 0, exposure = 0, missed = 0, known = 0;
  for (const [n, one] of days.entries()) {
    while (days[known].day <= one.day - 7) {
      const fade = known === 0 ? 1 : 0.5 ** ((days[known].day - days[known - 1].day) / halfLife);
      events = events * fade + days[known].events;
      exposure = exposure * fade + days[known].exposure;
      known++;
    }
    if (n > 0 && exposure > 0) missed += Math.abs(one.events - one.exposure * events / exposure);
  }
  return { halfLife, missed };
}

function forgetting(days: readonly DaySum[], last: number, halfLife: number): number {
  let events = 0, exposure = 0;
  for (const one of days) {
    const weight = 0.5 ** ((last - one.day) / halfLife);
    events += weight * one.events;
    exposure += weight * one.exposure;
  }
  return events / exposure;
}

function rateOfDays(rows: readonly Exposed[]): number {
  return sum(rows, (row) => row.events) / sum(rows, (row) => row.exposure);
}

const sum = (rows: readonly Exposed[], of: (row: Exposed) => number) => rows.reduce((all, row) => all + of(row), 0);

function groupedBy(rows: readonly Exposed[], key: (row: Exposed) => string): Exposed[][] {
  const groups = new Map<string, Exposed[]>();
  for (const row of rows) {
    const name = key(row);
    const own = groups.get(name);
    if (own) own.push(row);
    else groups.set(name, [row]);
  }
  return [...groups.values()];
}
