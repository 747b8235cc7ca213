/**
 * From rows of times and calls, as files and the own history have them, to a history that models can learn from: the
 * interval found, duplicates joined, what cannot be true left out, closed days told from missing ones. What was found is
 * said in codes that have words; bad data is a refusal, never a NaN on a chart. Pure.
 */
import { dayNumber, dayOf, weekdayOf } from "@/ml/calendar/days.ts";
import { isConstant, leaveOutFar, leaveOutHuge, noteUnlike, putZerosBack } from "@/ml/volume/cleaning.ts";
import { type Finding, Notes } from "@/ml/volume/findings.ts";
import type { Day, History } from "@/ml/volume/history.ts";
import { missingDays, openHours, sumOf, workedOn } from "@/ml/volume/opening.ts";

/** One row: local time `YYYY-MM-DD HH:MM` of the interval's beginning, and its calls. */
export interface Observation {
  at: string;
  calls: number;
}

export type { Finding };

export type Refused = {
  ok: false;
  code: "empty" | "no-interval" | "too-short" | "constant" | "nothing-but-zero" | "nothing-usable" | "too-large";
};

export type Read = { ok: true; history: History; findings: Finding[] } | Refused;

export interface ReadOptions {
  /** Days missing on a weekday that the queue usually works on: closed, and known to be so beforehand, or just missing. */
  closed: "weekday" | "none";
  holidays?: ReadonlySet<string>;
  /** Days worked on although their weekday is not. */
  opened?: ReadonlySet<string>;
  special?: ReadonlyMap<string, readonly string[]>;
  /** Closures to come, beside those found. */
  closures?: ReadonlySet<string>;
}

const STEPS = [5, 10, 15, 20, 30, 60];
const FEWEST_DAYS = 5;
/** Five-minute intervals of ten years. */
const MOST_ROWS = 1_100_000;

export function readObservations(rows: readonly Observation[], options: ReadOptions): Read {
  if (rows.length === 0) return { ok: false, code: "empty" };
  if (rows.length > MOST_ROWS) return { ok: false, code: "too-large" };
  const notes = new Notes();
  const times = readable(rows, notes);
  const step = intervalOf(times);
  if (step === null) return { ok: false, code: "no-interval" };
  const phase = phaseOf(times, step);
  const days = gather(times, { step, phase }, notes);
  if (days.size === 0) return { ok: false, code: "nothing-usable" };
  leaveOutFar(days, notes);
  const window = openHours(days, 1_440 / step);
  if (!window) return { ok: false, code: "nothing-but-zero" };
  const weekdays = workedOn(days);
  const worked = [...days].filter(([day, calls]) =>
    (weekdays[weekdayOf(day)] || options.opened?.has(day)) && sumOf(calls) > 0
  )
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([day, calls]): Day => ({ day, calls: calls.slice(window.from, window.to) }));
  if (worked.length < FEWEST_DAYS) return { ok: false, code: "too-short" };
  if (isConstant(worked)) return { ok: false, code: "constant" };
  const opens = window.from * step + phase;
  leaveOutHuge(worked, { step, opens }, notes);
  putZerosBack(worked, notes);
  noteUnlike(worked, notes);
  const missing = missingDays(worked, weekdays);
  notes.add(options.closed === "weekday" ? "closed-days" : "gaps", missing);
  for (const { day, calls } of worked) if (calls.some(Number.isNaN)) notes.add("partial-days", [day]);
  const span = dayNumber(worked[worked.length - 1].day) - dayNumber(worked[0].day);
  return {
    ok: true,
    findings: notes.all(),
    history: {
      step,
      opens,
      slots: window.to - window.from,
      days: worked,
      calendar: {
        weekdays,
        closed: new Set([...options.closed === "weekday" ? missing : [], ...options.closures ?? []]),
        holidays: options.holidays ?? new Set(),
        ...options.opened && { opened: options.opened },
        special: options.special ?? new Map(),
        yearly: span > 500,
      },
    },
  };
}

const minuteOf = (at: string) => Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16));

/** Rows in the order of their times, without those whose time is none. */
function readable(rows: readonly Observation[], notes: Notes): Observation[] {
  const good = rows.filter(({ at }) => {
    const is = /^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d$/.test(at) && isDay(at.slice(0, 10));
    if (!is) notes.add("unreadable", [at.slice(0, 40)]);
    return is;
  });
  const sorted = good.every(({ at }, n) => n === 0 || good[n - 1].at <= at);
  return sorted ? good : good.sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
}

/** 2023-02-30 is none. */
function isDay(day: string): boolean {
  const number = dayNumber(day);
  return !Number.isNaN(number) && dayOf(number) === day;
}

/** The commonest distance of neighbours within a day. */
function intervalOf(rows: readonly Observation[]): number | null {
  const seen = new Map<number, number>();
  for (let n = 1; n < Math.min(rows.length, 20_000); n++) {
    if (rows[n].at.slice(0, 10) !== rows[n - 1].at.slice(0, 10)) continue;
    const apart = minuteOf(rows[n].at) - minuteOf(rows[n - 1].at);
    if (apart > 0) seen.set(apart, (seen.get(apart) ?? 0) + 1);
  }
  const [best] = [...seen].sort((a, b) => b[1] - a[1]);
  return best && STEPS.includes(best[0]) ? best[0] : null;
}

/** Minutes after the full interval at which most rows begin: some systems count from five past. */
function phaseOf(rows: readonly Observation[], step: number): number {
  const seen = new Map<number, number>();
  for (const { at } of rows) seen.set(minuteOf(at) % step, (seen.get(minuteOf(at) % step) ?? 0) + 1);
  return [...seen].reduce((a, b) => b[1] > a[1] ? b : a)[0];
}

/**
 * Whole days of intervals. The hour that comes twice when clocks go back is one interval with the mean of both: a rate,
 * as every other.
 */
function gather(
  rows: readonly Observation[],
  { step, phase }: { step: number; phase: number },
  notes: Notes,
): Map<string, Float64Array> {
  const slots = 1_440 / step;
  const days = new Map<string, Float64Array>();
  const times = new Map<string, number>();
  for (const { at, calls } of rows) {
    const minute = minuteOf(at);
    if (minute % step !== phase) {
      notes.add("off-grid", [at]);
      continue;
    }
    if (!(calls >= 0) || calls === Infinity) {
      notes.add("negative", [at]);
      continue;
    }
    const day = at.slice(0, 10);
    let known = days.get(day);
    if (!known) days.set(day, known = new Float64Array(slots).fill(NaN));
    const slot = (minute - phase) / step;
    if (!Number.isNaN(known[slot])) {
      notes.add("duplicates", [at]);
      const before = times.get(at) ?? 1;
      known[slot] = (known[slot] * before + calls) / (before + 1);
      times.set(at, before + 1);
    } else known[slot] = calls;
  }
  return days;
}
