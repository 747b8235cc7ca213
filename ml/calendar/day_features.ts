/**
 * What the calendar says about a day before anybody calls: the weekday, the place among the business days of the month
 * (salaries, bills), closures before and after, own special days. Everything is an effect on the logarithm of the day's
 * calls with the size that such effects usually have (`scale`, a standard deviation): without data an effect is nothing,
 * with data it is what the data say. Pure.
 */
import { addDays, dayNumber, weekdayOf } from "@/ml/calendar/days.ts";

export interface DayCalendar {
  /** Weekdays (0 Monday … 6 Sunday) on which the queue works. */
  weekdays: readonly boolean[];
  /** Days on which it is closed, or will be: public holidays, own closures. */
  closed: ReadonlySet<string>;
  /** Public holidays on which it works all the same. */
  holidays: ReadonlySet<string>;
  /** Days on which it works although its weekday does not: moved working days. */
  opened?: ReadonlySet<string>;
  /** Own marked days by kind: campaigns, mailings, billing runs. */
  special: ReadonlyMap<string, readonly string[]>;
  /** The yearly season is told from the trend only with more than a year to look at. */
  yearly: boolean;
}

export interface DayFeatures {
  values: number[];
  /**
   * Which weekday's course through the day this one has, as weights that sum to one: the first day after a long weekend
   * is like a Monday.
   */
  weekday: number[];
}

const FIRST = 5;
const LAST = 3;
/** How much the first day after an unusual closure is like the first day of a week, and the second like the second. */
const LIKE_FIRST = 0.8;
const LIKE_SECOND = 0.5;
/** Looked back and ahead for open days; Russian January holidays take eleven. */
const FAR = 20;

/** Names and usual sizes of the features, in the order of {@link dayFeatures}. */
export function featureScales(calendar: DayCalendar): { name: string; scale: number }[] {
  return [
    ...Array.from({ length: 7 }, (_, n) => ({ name: `weekday-${n}`, scale: 0.15 })),
    ...Array.from({ length: FIRST }, (_, n) => ({ name: `first-${n + 1}`, scale: 0.1 })),
    ...Array.from({ length: LAST }, (_, n) => ({ name: `last-${n + 1}`, scale: 0.1 })),
    { name: "middle", scale: 0.05 },
    { name: "after-closure", scale: 0.2 },
    { name: "second-after-closure", scale: 0.1 },
    { name: "before-closure", scale: 0.1 },
    { name: "holiday", scale: 0.5 },
    { name: "beside-holiday", scale: 0.1 },
    ...[1, 2].flatMap((n) => [{ name: `month-cos-${n}`, scale: 0.05 }, { name: `month-sin-${n}`, scale: 0.05 }]),
    ...(calendar.yearly
      ? [1, 2, 3].flatMap((n) => [{ name: `year-cos-${n}`, scale: 0.1 }, { name: `year-sin-${n}`, scale: 0.1 }])
      : []),
    ...[...calendar.special.keys()].sort().map((name) => ({ name: `special-${name}`, scale: 0.3 })),
  ];
}

/** Back-tests ask for the same days of the same calendar again and again. */
const known = new WeakMap<DayCalendar, Map<string, DayFeatures>>();

/** @param calendar is taken not to change any more */
export function dayFeatures(day: string, calendar: DayCalendar): DayFeatures {
  let days = known.get(calendar);
  if (!days) known.set(calendar, days = new Map());
  let features = days.get(day);
  if (!features) days.set(day, features = featuresOf(day, calendar));
  return features;
}

function featuresOf(day: string, calendar: DayCalendar): DayFeatures {
  const weekday = weekdayLike(day, calendar);
  const { after, second, before } = closures(day, calendar);
  const business = isBusiness(day, calendar);
  const first = business ? businessDays(day.slice(0, 8) + "01", day, calendar) : 0;
  const end = addDays(monthAfter(day), -1);
  const left = business ? businessDays(day, end, calendar) : 0;
  const date = Number(day.slice(8));
  const month = 2 * Math.PI * (date - 1) / 30.4;
  const year = 2 * Math.PI * dayNumber(day) / 365.25;
  const flag = (yes: boolean) => yes ? 1 : 0;
  return {
    weekday,
    values: [
      ...weekday,
      ...Array.from({ length: FIRST }, (_, n) => flag(first === n + 1)),
      ...Array.from({ length: LAST }, (_, n) => flag(left === n + 1)),
      flag(date === 15 || date === 16),
      flag(after),
      flag(second),
      flag(before),
      flag(calendar.holidays.has(day)),
      flag(calendar.holidays.has(addDays(day, 1)) || calendar.holidays.has(addDays(day, -1))),
      ...[1, 2].flatMap((n) => [Math.cos(n * month), Math.sin(n * month)]),
      ...(calendar.yearly ? [1, 2, 3].flatMap((n) => [Math.cos(n * year), Math.sin(n * year)]) : []),
      ...[...calendar.special.keys()].sort().map((name) => flag(calendar.special.get(name)!.includes(day))),
    ],
  };
}

/** Whether the calendar makes a day unlike its weekday: models that know only weekdays say nothing about it. */
export function isUnlike(day: string, calendar: DayCalendar): boolean {
  const { after, second, before } = closures(day, calendar);
  const beside = [-1, 0, 1].some((days) => calendar.holidays.has(addDays(day, days)));
  const marked = [...calendar.special.values()].some((days) => days.includes(day)) ||
    !calendar.weekdays[weekdayOf(day)];
  if (after || second || before || beside || marked) return true;
  if (!isBusiness(day, calendar)) return false;
  return businessDays(day.slice(0, 8) + "01", day, calendar) <= 2 ||
    businessDays(day, addDays(monthAfter(day), -1), calendar) <= 1;
}

/** Whether the calendar has an effect of its own for the day, beside its weekday and the season. */
export function hasEffect(day: string, calendar: DayCalendar): boolean {
  const { values } = dayFeatures(day, calendar);
  return featureScales(calendar).some(({ name }, n) => values[n] === 1 && !/^(weekday|month|year)-/.test(name));
}

/** Whether the queue works on the day. */
export function isOpen(day: string, { weekdays, closed, opened }: DayCalendar): boolean {
  return (weekdays[weekdayOf(day)] || Boolean(opened?.has(day))) && !closed.has(day);
}

/** Monday to Friday or a moved working day, no holiday, whether the queue works or not: months of business have these. */
const isBusiness = (day: string, { closed, holidays, opened }: DayCalendar) =>
  (weekdayOf(day) < 5 || Boolean(opened?.has(day))) && !closed.has(day) && !holidays.has(day);

function businessDays(from: string, to: string, calendar: DayCalendar): number {
  let count = 0;
  for (let day = from; day <= to; day = addDays(day, 1)) if (isBusiness(day, calendar)) count++;
  return count;
}

function monthAfter(day: string): string {
  const [year, month] = [+day.slice(0, 4), +day.slice(5, 7)];
  return month === 12 ? `${year + 1}-01-01` : `${year}-${`${month + 1}`.padStart(2, "0")}-01`;
}

/** Closed days right before the day. */
function gapBefore(day: string, calendar: DayCalendar): number {
  let gap = 0;
  while (gap < FAR && !isOpen(addDays(day, -gap - 1), calendar)) gap++;
  return gap;
}

/** Of a usual week. */
function usualGap(weekday: number, { weekdays }: DayCalendar): number {
  let gap = 0;
  while (gap < 6 && !weekdays[(weekday + 13 - gap) % 7]) gap++;
  return gap;
}

const isUnusual = (day: string, calendar: DayCalendar) => gapBefore(day, calendar) > usualGap(weekdayOf(day), calendar);

function closures(day: string, calendar: DayCalendar): { after: boolean; second: boolean; before: boolean } {
  const previous = addDays(day, -1);
  const next = Array.from({ length: FAR }, (_, n) => addDays(day, n + 1)).find((one) => isOpen(one, calendar));
  return {
    after: isUnusual(day, calendar),
    second: isOpen(previous, calendar) && isUnusual(previous, calendar),
    before: next !== undefined && isUnusual(next, calendar),
  };
}

function weekdayLike(day: string, calendar: DayCalendar): number[] {
  const own = weekdayOf(day);
  const like = (weekday: number, share: number) => {
    const weights = Array(7).fill(0);
    weights[own] += 1 - share;
    weights[weekday] += share;
    return weights;
  };
  const worked = calendar.weekdays.filter(Boolean).length;
  // A moved working day has no weekday of its own: it is like the mean of those that are worked on.
  if (!calendar.weekdays[own] && calendar.opened?.has(day) && worked > 0) {
    return calendar.weekdays.map((works) => works ? 1 / worked : 0);
  }
  const first = [0, 1, 2, 3, 4, 5, 6].find((n) => calendar.weekdays[n] && usualGap(n, calendar) > 0);
  if (first === undefined) return like(own, 0);
  const { after, second } = closures(day, calendar);
  if (after) return like(first, LIKE_FIRST);
  const next = (first + 1) % 7;
  return second && calendar.weekdays[next] ? like(next, LIKE_SECOND) : like(own, 0);
}
