/**
 * Made-up companies whose calls are known to the last cause, for tests and trials of the forecast: a level that drifts or
 * grows, weekdays, paydays, holidays, a season, a course through the day, days that are luckier than others, and
 * Poisson's chance on top.
 */
import { addDays, dayNumber, weekdayOf } from "@/ml/calendar/days.ts";
import type { Observation } from "@/ml/volume/observations.ts";
import { seeded } from "@/telephony/simulator/random.ts";

export interface Company {
  from: string;
  days: number;
  step: number;
  /** First and last minute of work. */
  opens: number;
  closes: number;
  /** Calls of a usual day, and times of it by weekday, Monday first; 0: closed. */
  calls: number;
  weekdays: readonly number[];
  closed?: ReadonlySet<string>;
  /** Growth of the level in a year, as a factor. */
  growth?: number;
  /** Height of the summer beside the winter. */
  season?: number;
  /** Standard deviations of the logarithm: of the level's daily step, and of a day by itself. */
  drift?: number;
  luck?: number;
  /** On the first two business days and the middle of a month, as a factor. */
  payday?: number;
  /** From this day on the level is another one. */
  shift?: { day: string; times: number };
  seed?: number;
}

/** What is expected of an interval when the day's luck is known to nobody. */
export function observationsOf(company: Company): Observation[] {
  const { from, days, step, opens, closes, weekdays, closed, drift = 0.004, luck = 0.03 } = company;
  const random = seeded(company.seed ?? 1);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const slots = Math.floor((closes - opens) / step);
  const course = courseOf(slots);
  let level = 0;
  const rows: Observation[] = [];
  for (let n = 0; n < days; n++) {
    const day = addDays(from, n);
    level += drift * gauss();
    const lucky = luck * gauss();
    const share = weekdays[weekdayOf(day)];
    if (share === 0 || closed?.has(day)) continue;
    const mean = company.calls * share * Math.exp(level + lucky) * timesOf(day, company);
    for (let slot = 0; slot < slots; slot++) {
      const minute = opens + slot * step;
      rows.push({
        at: `${day} ${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`,
        calls: poisson(mean * course[slot], { random, gauss }),
      });
    }
  }
  return rows;
}

function timesOf(day: string, { from, growth = 1, season = 0, payday = 1, shift }: Company): number {
  const date = Number(day.slice(8));
  const year = (dayNumber(day) - dayNumber(from)) / 365;
  const paid = date <= 2 || date === 15 || date === 16;
  return growth ** year * Math.exp(season * Math.cos(2 * Math.PI * (dayNumber(day) % 365.25 - 196) / 365.25)) *
    (paid ? payday : 1) * (shift && day >= shift.day ? shift.times : 1);
}

/** Two humps, as most queues have them. */
function courseOf(slots: number): number[] {
  const hump = (at: number, middle: number, wide: number) => Math.exp(-(((at - middle) / wide) ** 2));
  const raw = Array.from({ length: slots }, (_, n) => {
    const at = (n + 0.5) / slots;
    return 0.12 + hump(at, 0.3, 0.15) + 0.7 * hump(at, 0.65, 0.17);
  });
  const sum = raw.reduce((all, one) => all + one, 0);
  return raw.map((one) => one / sum);
}

/** Knuth's way where calls are few, the normal law where they are many. */
function poisson(mean: number, { random, gauss }: { random: () => number; gauss: () => number }): number {
  if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gauss()));
  let count = -1;
  for (let left = Math.exp(mean); left > 1; count++) left *= 1 - random();
  return Math.max(0, count);
}

const pad = (number: number) => `${number}`.padStart(2, "0");
