/** What cannot be true is left out of a history, what must have been there is put back. Pure. */
import { dayNumber, weekdayOf } from "@/ml/calendar/days.ts";
import type { Notes } from "@/ml/volume/findings.ts";
import type { Day } from "@/ml/volume/history.ts";
import { sumOf } from "@/ml/volume/opening.ts";

/** So many times the usual of an interval cannot be calls. */
const HUGE = 30;
/** Days after a hole of more than this do not belong to the same history. */
const FAR_DAYS = 400;
/** So many zeros expected, and none there: they were left out. Only intervals of few calls can have been zero. */
const ZEROS_EXPECTED = 20;
const FEW_CALLS = 5;
/** Times the usual distance from the weekday's middle that is worth a look. */
const UNLIKE = 6;

/** Leaves out days that a hole of more than a year parts from most others. */
export function leaveOutFar(days: Map<string, Float64Array>, notes: Notes): void {
  const groups: string[][] = [];
  for (const day of [...days.keys()].sort()) {
    const group = groups[groups.length - 1];
    if (group && dayNumber(day) - dayNumber(group[group.length - 1]) <= FAR_DAYS) group.push(day);
    else groups.push([day]);
  }
  const most = groups.reduce((a, b) => b.length >= a.length ? b : a);
  for (const group of groups) {
    if (group === most) continue;
    notes.add("far-days", group);
    for (const day of group) days.delete(day);
  }
}

/** Leaves out single intervals that are many times what their interval ever has. */
export function leaveOutHuge(days: readonly Day[], grid: { step: number; opens: number }, notes: Notes): void {
  const slots = days[0].calls.length;
  for (let slot = 0; slot < slots; slot++) {
    const known = days.map(({ calls }) => calls[slot]).filter((calls) => !Number.isNaN(calls)).sort((a, b) => a - b);
    if (known.length < 4) continue;
    const usual = Math.max(known[Math.floor(known.length / 2)], 3);
    if (known[known.length - 1] <= usual * HUGE) continue;
    for (const { day, calls } of days) {
      if (!(calls[slot] > usual * HUGE)) continue;
      const minute = grid.opens + slot * grid.step;
      notes.add("huge", [`${day} ${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`]);
      calls[slot] = NaN;
    }
  }
}

/** Lists of calls have no rows for intervals without any; Poisson's law says how many of them there must have been. */
export function putZerosBack(days: readonly Day[], notes: Notes): void {
  const slots = days[0].calls.length;
  const few: number[] = [];
  let expected = 0;
  for (let slot = 0; slot < slots; slot++) {
    const known = days.map(({ calls }) => calls[slot]).filter((calls) => !Number.isNaN(calls));
    if (known.some((calls) => calls === 0)) return;
    const mean = known.reduce((sum, calls) => sum + calls, 0) / Math.max(1, known.length);
    if (mean >= FEW_CALLS) continue;
    few.push(slot);
    expected += days.length * Math.exp(-mean);
  }
  if (expected < ZEROS_EXPECTED) return;
  for (const { day, calls } of days) {
    const empty = few.filter((slot) => Number.isNaN(calls[slot]));
    for (const slot of empty) calls[slot] = 0;
    if (empty.length > 0) notes.add("zeros-left-out", [day]);
  }
}

const pad = (number: number) => `${number}`.padStart(2, "0");

export function isConstant(days: readonly Day[]): boolean {
  const [first] = days[0].calls;
  return days.every(({ calls }) => calls.every((one) => one === first || Number.isNaN(one)));
}

/** Days whose calls are many times further from their weekday's usual than others are: the analyst decides what they were. */
export function noteUnlike(days: readonly Day[], notes: Notes): void {
  const logs = days.map(({ calls }) => Math.log(sumOf(calls) + 1));
  const near = days.map((one, n) => {
    const alike = logs.filter((_, m) =>
      m !== n && (m - n) ** 2 < 60 ** 2 && weekdayOf(days[m].day) === weekdayOf(one.day)
    );
    return alike.length < 3 ? 0 : logs[n] - median(alike);
  });
  const usual = Math.max(0.03, 1.4826 * median(near.map(Math.abs)));
  notes.add("unlike-days", days.filter((_, n) => Math.abs(near[n]) > UNLIKE * usual).map(({ day }) => day));
}

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
