/**
 * From rows of times and calls, as files and the own history have them, to a history that models can learn from: the
 * interval found, duplicates joined, what cannot be true left out, closed days told from missing ones. What was found is
 * said in codes that have words; bad data is a refusal, never a NaN on a chart. Pure.
 */
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import type { Day, History } from "@/ml/volume/history.ts";

/** One row: local time `YYYY-MM-DD HH:MM` of the interval's beginning, and its calls. */
export interface Observation {
  at: string;
  calls: number;
}

export interface Finding {
  code: "duplicates" | "negative" | "huge" | "gaps" | "off-grid" | "closed-days" | "partial-days" | "unlike-days";
  count: number;
  /** Days or times, some of them. */
  examples: string[];
}

export type Refused = {
  ok: false;
  code: "empty" | "no-interval" | "too-short" | "constant" | "nothing-but-zero" | "too-large";
};

export type Read = { ok: true; history: History; findings: Finding[] } | Refused;

export interface ReadOptions {
  /** Days missing on a weekday that the queue usually works on: closed, and known to be so beforehand, or just missing. */
  closed: "weekday" | "none";
  holidays?: ReadonlySet<string>;
  special?: ReadonlyMap<string, readonly string[]>;
  /** Closures to come, beside those found. */
  closures?: ReadonlySet<string>;
}

const STEPS = [5, 10, 15, 20, 30, 60];
const FEWEST_DAYS = 5;
/** Five-minute intervals of ten years. */
const MOST_ROWS = 1_100_000;
/** So many times the usual of an interval cannot be calls. */
const HUGE = 30;
/** A weekday with data on fewer of its days than this is one on which the queue is closed. */
const WORKED = 0.3;
const EXAMPLES = 5;

export function readObservations(rows: readonly Observation[], options: ReadOptions): Read {
  if (rows.length === 0) return { ok: false, code: "empty" };
  if (rows.length > MOST_ROWS) return { ok: false, code: "too-large" };
  const step = intervalOf(rows);
  if (step === null) return { ok: false, code: "no-interval" };
  const notes = new Notes();
  const days = gather(rows, step, notes);
  const window = openHours(days);
  if (!window) return { ok: false, code: "nothing-but-zero" };
  const weekdays = workedOn(days);
  const worked = [...days].filter(([day, calls]) => weekdays[weekdayOf(day)] && sumOf(calls) > 0)
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([day, calls]): Day => ({ day, calls: calls.slice(window.from, window.to) }));
  if (worked.length < FEWEST_DAYS) return { ok: false, code: "too-short" };
  if (isConstant(worked)) return { ok: false, code: "constant" };
  leaveOutHuge(worked, { step, from: window.from }, notes);
  const missing = missingDays(worked, weekdays);
  notes.add(options.closed === "weekday" ? "closed-days" : "gaps", missing);
  for (const { day, calls } of worked) if (calls.some(Number.isNaN)) notes.add("partial-days", [day]);
  const span = (Date.parse(worked[worked.length - 1].day) - Date.parse(worked[0].day)) / 86_400_000;
  return {
    ok: true,
    findings: notes.all(),
    history: {
      step,
      opens: window.from * step,
      slots: window.to - window.from,
      days: worked,
      calendar: {
        weekdays,
        closed: new Set([...options.closed === "weekday" ? missing : [], ...options.closures ?? []]),
        holidays: options.holidays ?? new Set(),
        special: options.special ?? new Map(),
        yearly: span > 500,
      },
    },
  };
}

class Notes {
  readonly #found = new Map<Finding["code"], Finding>();
  add(code: Finding["code"], examples: readonly string[]): void {
    if (examples.length === 0) return;
    const found = this.#found.get(code) ?? { code, count: 0, examples: [] };
    this.#found.set(code, found);
    found.count += examples.length;
    found.examples.push(...examples.slice(0, EXAMPLES - found.examples.length));
  }
  all(): Finding[] {
    return [...this.#found.values()];
  }
}

const minuteOf = (at: string) => Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16));

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

/**
 * Whole days of intervals. The hour that comes twice when clocks go back is one interval with the mean of both: a rate,
 * as every other.
 */
function gather(rows: readonly Observation[], step: number, notes: Notes): Map<string, Float64Array> {
  const slots = 1_440 / step;
  const days = new Map<string, Float64Array>();
  const times = new Map<string, number>();
  for (const { at, calls } of rows) {
    const minute = minuteOf(at);
    if (minute % step !== 0) {
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
    const slot = minute / step;
    if (!Number.isNaN(known[slot])) {
      notes.add("duplicates", [at]);
      const before = times.get(at) ?? 1;
      known[slot] = (known[slot] * before + calls) / (before + 1);
      times.set(at, before + 1);
    } else known[slot] = calls;
  }
  return days;
}

/** From the first to the last interval of a day in which there is anything to do. */
function openHours(days: ReadonlyMap<string, Float64Array>): { from: number; to: number } | null {
  const sums = [...days.values()].reduce((all, calls) => all.map((sum, n) => sum + (calls[n] || 0)), zeros(days));
  const most = Math.max(...sums);
  if (!(most > 0)) return null;
  const busy = [...sums].map((sum) => sum > most / 5_000);
  return { from: busy.indexOf(true), to: busy.lastIndexOf(true) + 1 };
}

const zeros = (days: ReadonlyMap<string, Float64Array>) => new Float64Array([...days.values()][0].length);

/** By the last half year, so that a queue which gave up Saturdays is not asked for them. */
function workedOn(days: ReadonlyMap<string, Float64Array>): boolean[] {
  const all = [...days.keys()].sort();
  const last = all[all.length - 1];
  const from = all[0] > addDays(last, -182) ? all[0] : addDays(last, -182);
  const worked = Array(7).fill(0), there = Array(7).fill(0);
  for (let day = from; day <= last; day = addDays(day, 1)) {
    there[weekdayOf(day)]++;
    const calls = days.get(day);
    if (calls && sumOf(calls) > 0) worked[weekdayOf(day)]++;
  }
  return worked.map((count, n) => there[n] > 0 && count / there[n] >= WORKED);
}

function missingDays(days: readonly Day[], weekdays: readonly boolean[]): string[] {
  const known = new Set(days.map(({ day }) => day));
  const missing: string[] = [];
  for (let day = days[0].day; day < days[days.length - 1].day; day = addDays(day, 1)) {
    if (weekdays[weekdayOf(day)] && !known.has(day)) missing.push(day);
  }
  return missing;
}

/** Leaves out single intervals that are many times what their interval ever has. */
function leaveOutHuge(days: readonly Day[], grid: { step: number; from: number }, notes: Notes): void {
  const slots = days[0].calls.length;
  for (let slot = 0; slot < slots; slot++) {
    const known = days.map(({ calls }) => calls[slot]).filter((calls) => !Number.isNaN(calls)).sort((a, b) => a - b);
    if (known.length < 4) continue;
    const usual = Math.max(known[Math.floor(known.length / 2)], 3);
    if (known[known.length - 1] <= usual * HUGE) continue;
    for (const { day, calls } of days) {
      if (!(calls[slot] > usual * HUGE)) continue;
      const minute = (grid.from + slot) * grid.step;
      notes.add("huge", [`${day} ${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`]);
      calls[slot] = NaN;
    }
  }
}

const pad = (number: number) => `${number}`.padStart(2, "0");

function isConstant(days: readonly Day[]): boolean {
  const [first] = days[0].calls;
  return days.every(({ calls }) => calls.every((one) => one === first || Number.isNaN(one)));
}

const sumOf = (calls: Float64Array) => calls.reduce((sum, one) => sum + (one || 0), 0);
