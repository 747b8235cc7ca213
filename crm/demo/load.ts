/**
 * How many people call the demo company, hour by hour: the day of the week, the days of the month on which bills come and
 * salaries are paid, public holidays, the season, and days that are just luck. The same day always has the same load,
 * so that forecasting has something to find. Pure.
 */
import { seeded } from "@/telephony/simulator/random.ts";
import { holidaysOf } from "@/crm/calendar/holidays.ts";
import { addDays, weekdayOf } from "@/crm/calendar/zone.ts";
import type { DemoQueue } from "@/crm/demo/plan.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** The demo company works in Moscow, which has had no daylight saving since 2014. */
export const MOSCOW = 3 * HOUR;
export const OPENS = 9;
/** Load by hour from opening: a peak before noon, a second one after lunch. */
const HOURS = [0.6, 1.0, 1.3, 1.2, 0.85, 0.95, 1.2, 1.25, 1.05, 0.8, 0.5, 0.3];
/** Monday first. */
const WEEKDAYS = [1.15, 1.1, 1.0, 1.0, 0.95, 0.5, 0.35];
/** Mondays begin with what gathered over the weekend; Saturdays fade early. */
const MONDAY_MORNING = 1.15;
const SATURDAY_EVENING = 0.7;
/** Of a usual day: whoever can stays at home, but some call. */
const HOLIDAY = 0.35;
const NEW_YEAR = 0.12;
const AFTER_HOLIDAY = 1.2;
/** Business days from the first of the month on which bills are asked about. */
const BILLS = [1.2, 1.13, 1.07];
const SALARY = 1.1;
const DECEMBER = 1.25;

/** Calls an hour at load 1, mean talk and wrap-up, seconds. */
export const LOAD: Record<
  DemoQueue,
  { perHour: number; talkS: number; wrapS: number; codes: { item: string; weight: number }[] }
> = {
  sales: {
    perHour: 11,
    talkS: 210,
    wrapS: 25,
    codes: [
      { item: "sold", weight: 4 },
      { item: "call-back", weight: 3 },
      { item: "not-interested", weight: 2 },
      { item: "wrong-number", weight: 1 },
    ],
  },
  support: {
    perHour: 10,
    talkS: 260,
    wrapS: 20,
    codes: [{ item: "resolved", weight: 6 }, { item: "call-back", weight: 2 }, { item: "spam", weight: 1 }],
  },
  delivery: {
    perHour: 6,
    talkS: 120,
    wrapS: 12,
    codes: [{ item: "resolved", weight: 7 }, { item: "wrong-number", weight: 1 }],
  },
};

const RUSSIAN = holidaysOf("ru");

/** Calls expected in each hour from the opening on. @param day `YYYY-MM-DD` */
export function loadOf(day: string, queue: DemoQueue): number[] {
  const worked = RUSSIAN.get(day)?.type === "working";
  const weekday = worked ? 5 : weekdayOf(day);
  const level = LOAD[queue].perHour * WEEKDAYS[weekday - 1] * holiday(day) * month(day, queue) * season(day) *
    luck(day, queue);
  return HOURS.map((hour, n) => {
    const tilt = weekday === 1 && n < 3 ? MONDAY_MORNING : weekday === 6 && n > 6 ? SATURDAY_EVENING : 1;
    return level * hour * tilt;
  });
}

const isFree = (day: string) => RUSSIAN.get(day)?.type === "closed";

function holiday(day: string): number {
  if (isFree(day)) return day.endsWith("-01-01") ? NEW_YEAR : weekdayOf(day) > 5 ? 0.7 : HOLIDAY;
  return isFree(addDays(day, -1)) && weekdayOf(day) < 6 ? AFTER_HOLIDAY : 1;
}

function month(day: string, queue: DemoQueue): number {
  const date = Number(day.slice(8));
  if (queue === "support") return BILLS[businessDay(day) - 1] ?? 1;
  if (queue === "sales") return (date >= 6 && date <= 9) || (date >= 20 && date <= 23) ? SALARY : 1;
  return day.slice(5, 7) === "12" && date >= 8 && date <= 30 ? DECEMBER : 1;
}

/** The how manieth business day of its month; 0: it is none. */
function businessDay(day: string): number {
  const isBusiness = (one: string) => weekdayOf(one) < 6 && !isFree(one);
  if (!isBusiness(day)) return 0;
  let count = 0;
  for (let one = `${day.slice(0, 8)}01`; one <= day; one = addDays(one, 1)) if (isBusiness(one)) count++;
  return count;
}

/** Less in summer, and weeks that are busier than others without anybody knowing why. */
function season(day: string): number {
  const number = Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY);
  const week = Math.floor((number + 3) / 7);
  const slow = (normalOf(week) + normalOf(week - 1) + normalOf(week - 2)) / 3;
  return (1 + 0.08 * Math.cos(2 * Math.PI * (number - 20) / 365.25)) * Math.exp(0.05 * slow);
}

function luck(day: string, queue: DemoQueue): number {
  const number = Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY);
  return Math.exp(0.05 * normalOf(number * 7 + queue.length * 100_003));
}

function normalOf(seed: number): number {
  const random = seeded(seed * 2_654_435 + 17);
  random();
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
