/**
 * How callers will be served: handle time of the answered, and patience of those who wait. Patience is censored: who was
 * answered would have waited longer, so it is told by hang-ups in a second of waiting (the maximum likelihood of
 * exponential patience, constant within an hour), never by the waits of those who gave up. Pure.
 */
import { dayNumber } from "@/ml/calendar/days.ts";
import type { ServiceRow } from "@/ml/datasets/types.ts";
import { type Exposed, fitRate, rateOn } from "@/ml/service/rates.ts";
import type { Grid, Parts } from "@/ml/volume/history.ts";
import type { ServiceFigures } from "@/ml/volume/report.ts";

/** null: too few calls to say. */
export interface ServiceParts {
  handle: Parts | null;
  patience: Parts | null;
}

/** Answered calls and hang-ups that must be there. */
const FEWEST_ANSWERED = 20;
const FEWEST_ABANDONED = 5;
/** "The mean of the last four weeks" is what has to be beaten. */
const NAIVE_DAYS = 28;
/** Nobody waits longer than a day, and nobody's patience is a blink. */
const LEAST_PATIENCE = 1;
const MOST_PATIENCE = 86_400;

type Side = "handle" | "patience";

/** @param rows times outside of the grid's hours are left out */
export function fitService(rows: readonly ServiceRow[], grid: Grid): ServiceParts {
  const sides = sidesOf(rows, grid);
  return { handle: fitSide(sides, { grid, side: "handle" }), patience: fitSide(sides, { grid, side: "patience" }) };
}

/** By interval of a day, in seconds. */
export function serviceForecast(
  { handle, patience }: ServiceParts,
  { slots }: Grid,
): (day: string) => { handle: number[] | null; patience: number[] | null } {
  const fits = (parts: Parts | null) => parts !== null && parts.slots.length === slots;
  return (day) => ({
    handle: fits(handle) ? [...rateOn(handle!, day)] : null,
    patience: fits(patience)
      ? [...rateOn(patience!, day)].map((rate) => Math.min(MOST_PATIENCE, Math.max(LEAST_PATIENCE, 1 / rate)))
      : null,
  });
}

/**
 * By rolling origin: of each week's days as known before it, how far the day's mean was missed, as a share of it.
 * @param origins first unknown day of each week, and its days
 */
export function backTestService(
  rows: readonly ServiceRow[],
  grid: Grid,
  options: { origins: readonly { at: string; days: readonly string[] }[] },
): Record<Side, ServiceFigures | null> {
  const sides = sidesOf(rows, grid);
  return {
    handle: figuresOf(sides, { ...options, grid, side: "handle" }),
    patience: figuresOf(sides, { ...options, grid, side: "patience" }),
  };
}

type Sides = Record<Side, Exposed[]>;

function sidesOf(rows: readonly ServiceRow[], { step, opens, slots }: Grid): Sides {
  const sides: Sides = { handle: [], patience: [] };
  for (const { at, answered, handle, abandoned, waited } of rows) {
    const day = at.slice(0, 10);
    const slot = Math.floor((Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16)) - opens) / step);
    if (!(slot >= 0 && slot < slots)) continue;
    if (answered > 0 && handle >= 0) sides.handle.push({ day, slot, events: handle, exposure: answered });
    if (waited > 0 && abandoned >= 0) sides.patience.push({ day, slot, events: abandoned, exposure: waited });
  }
  for (const list of Object.values(sides)) {
    list.sort((a, b) => a.day < b.day ? -1 : a.day > b.day ? 1 : a.slot - b.slot);
  }
  return sides;
}

/** Calls behind a rate: those answered, those that hung up. */
const callsOf = (rows: readonly Exposed[], side: Side) =>
  rows.reduce((all, { events, exposure }) => all + (side === "handle" ? exposure : events), 0);

function fitSide(sides: Sides, { grid, side }: { grid: Grid; side: Side }): Parts | null {
  const fewest = side === "handle" ? FEWEST_ANSWERED : FEWEST_ABANDONED;
  return callsOf(sides[side], side) < fewest ? null : fitRate(sides[side], grid);
}

function figuresOf(
  sides: Sides,
  options: { origins: readonly { at: string; days: readonly string[] }[]; grid: Grid; side: Side },
): ServiceFigures | null {
  const { origins, grid, side } = options;
  const all = sides[side];
  const judged: Exposed[] = [];
  let missed = 0, naive = 0, events = 0;
  for (const { at, days } of origins) {
    const known = { ...sides, [side]: all.filter(({ day }) => day < at) };
    const parts = fitSide(known, { grid, side });
    const late = known[side].filter(({ day }) => dayNumber(at) - dayNumber(day) <= NAIVE_DAYS);
    const flat = plainRate(late);
    if (!parts || flat === null) continue;
    for (const day of days) {
      const own = all.filter((row) => row.day === day);
      const came = own.reduce((sum, row) => sum + row.events, 0);
      const rates = rateOn(parts, day);
      missed += Math.abs(came - own.reduce((sum, row) => sum + row.exposure * rates[row.slot], 0));
      naive += Math.abs(came - own.reduce((sum, row) => sum + row.exposure * flat, 0));
      events += came;
      judged.push(...own);
    }
  }
  const rows = judged.length > 0 ? judged : all;
  const rate = plainRate(rows);
  if (rate === null || !(rate > 0)) return null;
  return {
    mean: side === "handle" ? rate : 1 / rate,
    calls: callsOf(rows, side),
    error: events > 0 ? missed / events : null,
    naive: events > 0 ? naive / events : null,
  };
}

function plainRate(rows: readonly Exposed[]): number | null {
  const exposure = rows.reduce((sum, row) => sum + row.exposure, 0);
  return exposure > 0 ? rows.reduce((sum, row) => sum + row.events, 0) / exposure : null;
}
