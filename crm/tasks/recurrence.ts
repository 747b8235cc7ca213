/**
 * Moments of a recurring task, by the clock of the site's zone: ten in the morning stays ten in the morning when the
 * clocks change. rrule-temporal does the calendar; what is counted is counted here.
 */
import { RRuleTemporal } from "rrule-temporal";
import { formatRule, type Rule } from "@/crm/tasks/rule.ts";

export interface Series {
  rule: Rule;
  /** An occurrence of the rule, in ms: the one that stands now. */
  at: number;
  /** IANA. */
  zone: string;
}

export interface Next {
  at: number;
  /** The rule from that occurrence on: its count is less by those that are over. */
  rule: Rule;
}

/**
 * The first occurrence after `after` (and after the present one). With a count, those that were missed between count
 * too. null: the series is over.
 */
export function nextOccurrence(series: Series, after: number): Next | null {
  const { rule, at } = series;
  const past = Math.max(at, after);
  if (rule.count === null) {
    const next = occurrences(series, { from: past + 1, most: 1 })[0];
    return next === undefined ? null : { at: next, rule };
  }
  const all = occurrences({ ...series, rule: { ...rule, count: null } }, { from: at + 1, most: rule.count - 1 });
  const found = all.findIndex((one) => one > past);
  return found < 0 ? null : { at: all[found], rule: { ...rule, count: rule.count - found - 1 } };
}

/** Occurrences from `from` to `until` (both included), `most` at the most; the present one counts only as the rule says. */
export function occurrences(series: Series, range: { from: number; until?: number; most: number }): number[] {
  const { rule, at, zone } = series;
  if (range.most <= 0) return [];
  const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const rruleString = formatRule({ ...rule, count: null, until: rule.until && untilIn(rule.until, zone) });
  const calendar = new RRuleTemporal({ rruleString, dtstart: start, tzid: zone, cache: false });
  const found: number[] = [];
  let before: Temporal.ZonedDateTime = Temporal.Instant.fromEpochMilliseconds(Math.max(range.from, at))
    .toZonedDateTimeISO(zone);
  let inclusive = true;
  const most = rule.count === null ? range.most : Math.min(range.most, rule.count);
  while (found.length < most) {
    const next = calendar.next(before, inclusive);
    if (!next || (range.until !== undefined && next.epochMilliseconds > range.until)) break;
    found.push(next.epochMilliseconds);
    before = Temporal.Instant.fromEpochMilliseconds(next.epochMilliseconds).toZonedDateTimeISO(zone);
    inclusive = false;
  }
  return found;
}

/** A day without a time ends with the zone's day; RFC 5545 wants UTC where DTSTART has a zone. */
function untilIn(until: string, zone: string): string {
  if (until.endsWith("Z")) return until;
  const [day, time = "235959"] = until.split("T");
  const text = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${
    time.slice(4, 6)
  }`;
  const instant = Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
  return `${instant.toString({ smallestUnit: "second" }).replace(/[-:]/g, "")}`;
}
