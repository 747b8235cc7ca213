/**
 * Rules of recurrence as tasks keep them: RFC 5545 (3.3.10) RRULE parts without DTSTART, of days, weeks, months and years.
 * Reading, writing, and tying a rule to the day it began on. Pure; runs in browsers too.
 */

export type Frequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Weekday = typeof WEEKDAYS[number];

export interface ByDay {
  day: Weekday;
  /** Which of the month or year (`2TU`, `-1FR`); null: each. */
  nth: number | null;
}

export interface Rule {
  freq: Frequency;
  interval: number;
  byDay: ByDay[];
  /** 1 to 31, or from the end: -1 is the last day. */
  byMonthDay: number[];
  byMonth: number[];
  bySetPos: number[];
  /** How often still, this time included. */
  count: number | null;
  /** `20261231` or `20261231T235959Z`. */
  until: string | null;
}

/** A day of the calendar as people count it: months from 1. */
export interface Day {
  year: number;
  month: number;
  day: number;
}

const FREQUENCIES: readonly string[] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const MOST_INTERVAL = 999;
const MOST_COUNT = 999;
const UNTIL = /^\d{8}(T\d{6}Z?)?$/;

/** null: no rule that tasks can keep, for example one of hours. An `RRULE:` before it is taken off. */
export function parseRule(text: string): Rule | null {
  const rule: Rule = {
    freq: "DAILY",
    interval: 1,
    byDay: [],
    byMonthDay: [],
    byMonth: [],
    bySetPos: [],
    count: null,
    until: null,
  };
  const seen = new Set<string>();
  for (const part of text.trim().toUpperCase().replace(/^RRULE:/, "").split(";")) {
    const [key, value, ...more] = part.split("=");
    if (!value || more.length > 0 || seen.has(key)) return null;
    seen.add(key);
    if (!readPart(rule, key, value)) return null;
  }
  if (!seen.has("FREQ") || (rule.count !== null && rule.until !== null)) return null;
  return fits(rule) ? rule : null;
}

function readPart(rule: Rule, key: string, value: string): boolean {
  switch (key) {
    case "FREQ":
      if (!FREQUENCIES.includes(value)) return false;
      rule.freq = value as Frequency;
      return true;
    case "INTERVAL":
      rule.interval = whole(value, MOST_INTERVAL) ?? 0;
      return rule.interval > 0;
    case "COUNT":
      rule.count = whole(value, MOST_COUNT);
      return rule.count !== null;
    case "UNTIL":
      rule.until = value;
      return UNTIL.test(value) && isDay(value);
    case "BYDAY": {
      const days = value.split(",").map((one) => /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(one));
      if (days.some((match) => match === null || Math.abs(Number(match[1] ?? 1)) > 53 || match[1] === "0")) {
        return false;
      }
      rule.byDay = days.map((match) => ({
        day: match![2] as Weekday,
        nth: match![1] === undefined ? null : Number(match![1]),
      }));
      return true;
    }
    case "BYMONTHDAY":
      return list(value, 31, (found) => rule.byMonthDay = found);
    case "BYMONTH":
      return list(value, 12, (found) => rule.byMonth = found) && rule.byMonth.every((month) => month > 0);
    case "BYSETPOS":
      return list(value, 366, (found) => rule.bySetPos = found);
    case "WKST":
      return value === "MO";
    default:
      return false;
  }
}

/** What RFC 5545 forbids together, and days that no month has. */
function fits(rule: Rule): boolean {
  const { freq, byDay, byMonthDay, byMonth, bySetPos } = rule;
  if (byDay.some(({ nth }) => nth !== null) && (freq === "DAILY" || freq === "WEEKLY")) return false;
  if (byDay.some(({ nth }) => nth !== null && Math.abs(nth) > 5) && (freq === "MONTHLY" || byMonth.length > 0)) {
    return false;
  }
  if (freq === "WEEKLY" && byMonthDay.length > 0) return false;
  if (bySetPos.length > 0 && byDay.length + byMonthDay.length === 0) return false;
  if (byMonthDay.length === 0 || byMonth.length === 0) return true;
  return byMonth.some((month) => byMonthDay.some((day) => Math.abs(day) <= LONGEST[month - 1]));
}

const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The rule as text; {@link parseRule} reads the same rule back. */
export function formatRule(rule: Rule): string {
  const parts = [`FREQ=${rule.freq}`];
  if (rule.interval > 1) parts.push(`INTERVAL=${rule.interval}`);
  if (rule.byMonth.length > 0) parts.push(`BYMONTH=${rule.byMonth.join(",")}`);
  if (rule.byMonthDay.length > 0) parts.push(`BYMONTHDAY=${rule.byMonthDay.join(",")}`);
  if (rule.byDay.length > 0) parts.push(`BYDAY=${rule.byDay.map(({ nth, day }) => `${nth ?? ""}${day}`).join(",")}`);
  if (rule.bySetPos.length > 0) parts.push(`BYSETPOS=${rule.bySetPos.join(",")}`);
  if (rule.count !== null) parts.push(`COUNT=${rule.count}`);
  if (rule.until !== null) parts.push(`UNTIL=${rule.until}`);
  return parts.join(";");
}

/**
 * The rule with its days written out, as the day it begins on has them: an occurrence that is put off once does not
 * move all that follow it. A day of the month that shorter months lack means their last one.
 */
export function anchorRule(rule: Rule, day: Day): Rule {
  const free = rule.byDay.length === 0 && rule.byMonthDay.length === 0;
  if (!free) {
    return rule.freq === "YEARLY" && rule.byMonth.length === 0 && rule.byMonthDay.length > 0
      ? { ...rule, byMonth: [day.month] }
      : rule;
  }
  switch (rule.freq) {
    case "DAILY":
      return rule;
    case "WEEKLY":
      return { ...rule, byDay: [{ day: weekdayOf(day), nth: null }] };
    case "MONTHLY":
      return { ...rule, ...monthDay(day.day) };
    case "YEARLY": {
      const byMonth = rule.byMonth.length > 0 ? rule.byMonth : [day.month];
      // 29 February is the last of February in other years.
      const leap = day.month === 2 && day.day === 29;
      return { ...rule, byMonth, ...(leap ? { byMonthDay: [-1] } : { byMonthDay: [day.day] }) };
    }
  }
}

/** The 29th, 30th and 31st: in months without them the last day. */
export function monthDay(day: number): Pick<Rule, "byMonthDay" | "bySetPos"> {
  if (day === 31) return { byMonthDay: [-1], bySetPos: [] };
  if (day <= 28) return { byMonthDay: [day], bySetPos: [] };
  return { byMonthDay: Array.from({ length: day - 27 }, (_, n) => 28 + n), bySetPos: [-1] };
}

/** The day of the month that {@link monthDay} wrote; null: the rule says something else. */
export function monthDayOf(rule: Rule): number | null {
  const [first, ...more] = rule.byMonthDay;
  if (first === undefined || rule.byDay.length > 0) return null;
  if (more.length === 0 && rule.bySetPos.length === 0) return first;
  const steps = first === 28 && more.every((day, n) => day === 29 + n);
  return steps && rule.bySetPos.length === 1 && rule.bySetPos[0] === -1 ? more.at(-1) ?? null : null;
}

/** The rule of a series that was moved to another day: where it named the old day, it names the new one. */
export function moveRule(rule: Rule, { from, to }: { from: Day; to: Day }): Rule {
  const bare = { ...rule, byDay: [], byMonthDay: [], bySetPos: [], byMonth: [] };
  const was = formatRule(anchorRule(bare, from));
  return was === formatRule(rule) ? anchorRule(bare, to) : rule;
}

export function weekdayOf({ year, month, day }: Day): Weekday {
  return WEEKDAYS[(new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7];
}

function whole(text: string, most: number): number | null {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : null;
}

function list(text: string, most: number, keep: (found: number[]) => void): boolean {
  const parts = text.split(",");
  if (parts.length > most * 2 || !parts.every((part) => /^[+-]?\d{1,3}$/.test(part))) return false;
  const numbers = [...new Set(parts.map(Number))];
  if (numbers.some((number) => number === 0 || Math.abs(number) > most)) return false;
  keep(numbers);
  return true;
}

function isDay(until: string): boolean {
  const day = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
