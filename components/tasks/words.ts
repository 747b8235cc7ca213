/** Words for times, lengths and rules of tasks, in the page's language. Pure. */
import type { Translate } from "@/components/i18n.ts";
import { timeOf, type Zone } from "@/components/time/format.ts";
import { dayNumber } from "@/crm/tasks/moments.ts";
import { monthDayOf, parseRule, type Rule, type Weekday, WEEKDAYS } from "@/crm/tasks/rule.ts";

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, found = new Intl.DateTimeFormat(locale, options));
  return found;
}

export interface Due {
  due: string | null;
  allDay: boolean;
}

/** "today 15:00", "tomorrow", "Fri, 5 Dec, 15:00"; null: without a time. */
export function dueText(task: Due, zone: Zone, now: number): string | null {
  if (task.due === null) return null;
  const at = Date.parse(task.due);
  const day = dayText(at, zone, now);
  return task.allDay ? day : `${day}, ${timeOf(at, zone)}`;
}

/** Yesterday, today and tomorrow by name, this week's days with theirs, others by date. */
export function dayText(at: number, zone: Zone, now: number): string {
  const days = dayNumber(at, zone.timeZone) - dayNumber(now, zone.timeZone);
  if (Math.abs(days) <= 1) return new Intl.RelativeTimeFormat(zone.locale, { numeric: "auto" }).format(days, "day");
  const other = new Date(at).getFullYear() !== new Date(now).getFullYear();
  return format(zone.locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(other ? { year: "numeric" } : {}),
    timeZone: zone.timeZone,
  }).format(at);
}

/** "1 h 30 min" in the language's own units. */
export function lengthText(minutes: number, locale: string): string {
  const unit = (n: number, unit: "hour" | "minute") =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(n);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? unit(hours, "hour") : "", rest > 0 ? unit(rest, "minute") : ""].filter(Boolean).join(" ");
}

/** The rule in words: "every 2 weeks on Mon, Thu, until 31 December 2026". */
export function ruleText(text: string, t: Translate, locale: string): string {
  const rule = parseRule(text);
  if (!rule) return t("tasks.rule.other");
  const plain = bodyText(rule, t, locale);
  if (rule.count !== null) return t("tasks.rule.count", { rule: plain, n: rule.count });
  if (rule.until === null) return plain;
  const until = Date.UTC(+rule.until.slice(0, 4), +rule.until.slice(4, 6) - 1, +rule.until.slice(6, 8));
  const day = format(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(until);
  return t("tasks.rule.until", { rule: plain, day });
}

function bodyText(rule: Rule, t: Translate, locale: string): string {
  const every = t(`tasks.rule.${rule.freq}`, { n: rule.interval });
  const days = rule.byDay.map(({ day, nth }) => {
    const name = weekdayText(day, locale);
    if (nth === null) return name;
    return nth === -1 || (nth >= 1 && nth <= 5)
      ? t(`tasks.rule.nth.${nth === -1 ? "last" : nth}`, { day: name })
      : null;
  });
  const isWork = rule.byDay.length === 5 &&
    !rule.byDay.some(({ day, nth }) => nth !== null || day === "SA" || day === "SU");
  const months = rule.byMonth.map((month) =>
    format(locale, { month: "long", timeZone: "UTC" }).format(Date.UTC(2026, month - 1, 1))
  );
  const date = monthDayOf(rule);
  if (rule.bySetPos.length > 0 && date === null) {
    return isWork && rule.bySetPos[0] === -1 ? t("tasks.rule.last-workday", { every }) : t("tasks.rule.other");
  }
  if (days.includes(null) || (rule.byMonthDay.length > 0 && date === null)) return t("tasks.rule.other");
  if (isWork && rule.interval === 1 && rule.freq !== "MONTHLY" && rule.freq !== "YEARLY") {
    return t("tasks.rule.workdays");
  }
  if (rule.freq === "YEARLY" && date !== null && date > 0 && rule.byMonth.length === 1) {
    const day = format(locale, { day: "numeric", month: "long", timeZone: "UTC" })
      .format(Date.UTC(2028, rule.byMonth[0] - 1, date));
    return t("tasks.rule.year-day", { every, day });
  }
  const body = date === -1
    ? t("tasks.rule.last-day", { every })
    : date !== null && date > 28
    ? t("tasks.rule.month-day-or-last", { every, day: date })
    : date !== null
    ? t("tasks.rule.month-day", { every, day: date })
    : days.length > 0
    ? t("tasks.rule.on-days", { every, days: days.join(", ") })
    : every;
  return months.length > 0 ? t("tasks.rule.in-months", { every: body, months: months.join(", ") }) : body;
}

export function weekdayText(day: Weekday, locale: string): string {
  // 5 January 2026 is a Monday.
  const at = Date.UTC(2026, 0, 5) + WEEKDAYS.indexOf(day) * DAY_MS;
  return format(locale, { weekday: "short", timeZone: "UTC" }).format(at);
}
