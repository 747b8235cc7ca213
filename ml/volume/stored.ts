/**
 * A version of a queue's forecast as it is kept: what its families have learnt, their weights, the intervals, how callers
 * are served, and the calendar. No tensors are needed to forecast with it, so the server does it in a millisecond. Pure.
 */
import { addDays, dayNumber } from "@/ml/calendar/days.ts";
import { isOpen } from "@/ml/calendar/day_features.ts";
import { serviceForecast, type ServiceParts } from "@/ml/service/mod.ts";
import { NotAModelError, pack, unpack } from "@/ml/volume/blob.ts";
import { familyOf } from "@/ml/volume/families.ts";
import type { Family, Grid, Parts } from "@/ml/volume/history.ts";
import { boundsOf, type Intervals, LEVELS } from "@/ml/volume/intervals.ts";
import { blendOf } from "@/ml/volume/product.ts";
import type { DayForecast, FamilyName } from "@/ml/volume/report.ts";

export { NotAModelError };

export interface VolumeVersion {
  grid: Grid;
  /** Last day that it has learnt from. */
  dataTo: string;
  chosen: readonly { family: Family; weight: number; parts: Parts }[];
  intervals: Intervals;
  service: ServiceParts;
}

/** Days marked since the version was made. Kinds of marked days that it has never seen say nothing to it. */
export interface NewDays {
  closures?: ReadonlySet<string>;
  holidays?: ReadonlySet<string>;
  opened?: ReadonlySet<string>;
  special?: ReadonlyMap<string, readonly string[]>;
}

export interface LoadedVolume extends Grid {
  dataTo: string;
  /** Of the two-sided interval. */
  level: number;
  /** Of each day asked for: nothing on days on which the queue is closed. Days are told as from the end of the data. */
  forecast(days: readonly string[]): DayForecast[];
  /** Calls that come to no more than this in `levels` of all cases (of .1, .25, .5, .75, .9): one row a level. */
  quantiles(days: readonly string[], levels?: readonly number[]): number[][][];
}

interface Header {
  step: number;
  opens: number;
  slots: number;
  dataTo: string;
  level: number;
  weights: [FamilyName, number][];
  calendar: {
    weekdays: boolean[];
    closed: string[];
    holidays: string[];
    opened: string[];
    special: [string, string[]][];
    yearly: boolean;
  };
}

export function storeVolume({ grid, dataTo, chosen, intervals, service }: VolumeVersion): Uint8Array<ArrayBuffer> {
  const { calendar, step, opens, slots } = grid;
  const header: Header = {
    step,
    opens,
    slots,
    dataTo,
    level: intervals.level,
    weights: chosen.map(({ family, weight }) => [family.name, weight]),
    calendar: {
      weekdays: [...calendar.weekdays],
      closed: [...calendar.closed],
      holidays: [...calendar.holidays],
      opened: [...calendar.opened ?? []],
      special: [...calendar.special].map(([kind, days]) => [kind, [...days]]),
      yearly: calendar.yearly,
    },
  };
  return pack(header, {
    intervals: intervals.parts,
    ...service.handle && { handle: service.handle },
    ...service.patience && { patience: service.patience },
    ...Object.fromEntries(chosen.map(({ family, parts }) => [family.name, parts])),
  });
}

/** @throws NotAModelError when the file is none of ours */
export function loadVolume(blob: Uint8Array, marked: NewDays = {}): LoadedVolume {
  const { header, parts } = unpack(blob);
  if (!isHeader(header)) throw new NotAModelError("its header is not a volume model's");
  const { calendar } = header;
  const special = new Map(calendar.special.map(([kind, days]): [string, string[]] => [
    kind,
    [...days, ...marked.special?.get(kind) ?? []],
  ]));
  const chosen = header.weights.map(([name, weight]) => ({ family: familyOf(name), weight, parts: parts[name] }));
  if (chosen.some(({ family, parts }) => !family || !parts)) throw new NotAModelError("has an unknown family");
  return forecaster({
    grid: {
      step: header.step,
      opens: header.opens,
      slots: header.slots,
      calendar: {
        weekdays: calendar.weekdays,
        closed: new Set([...calendar.closed, ...marked.closures ?? []]),
        holidays: new Set([...calendar.holidays, ...marked.holidays ?? []]),
        opened: new Set([...calendar.opened, ...marked.opened ?? []]),
        special,
        yearly: calendar.yearly,
      },
    },
    dataTo: header.dataTo,
    chosen,
    intervals: boundsOf(parts.intervals, header.level),
    service: { handle: parts.handle ?? null, patience: parts.patience ?? null },
  });
}

/** What a version says of days, just made or loaded again. */
export function forecaster({ grid, dataTo, chosen, intervals, service }: VolumeVersion): LoadedVolume {
  const blend = blendOf(chosen, grid);
  const served = serviceForecast(service, grid);
  const closed = new Float64Array(grid.slots);
  const expectedOn = (days: readonly string[]) => {
    const open = days.filter((day) => isOpen(day, grid.calendar));
    const told = new Map(blend(open).map((expected, n) => [open[n], expected]));
    return days.map((day) => ({
      day,
      expected: told.get(day),
      ahead: Math.max(1, dayNumber(day) - dayNumber(dataTo)),
    }));
  };
  return {
    ...grid,
    dataTo,
    level: intervals.level,
    forecast: (days) =>
      expectedOn(days).map(({ day, expected = closed, ahead }) => {
        const { low, high } = expected === closed ? { low: closed, high: closed } : intervals.around(expected, ahead);
        return { day, expected: [...expected], low: [...low], high: [...high], ...served(day) };
      }),
    quantiles: (days, levels = LEVELS) =>
      expectedOn(days).map(({ expected, ahead }) =>
        expected
          ? intervals.quantiles(expected, { ahead, levels }).map((row) => [...row])
          : levels.map(() => [...closed])
      ),
  };
}

/** So many days from the first one. */
export function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => addDays(first, n));
}

function isHeader(value: unknown): value is Header {
  const { step, opens, slots, dataTo, level, weights, calendar } = value as Partial<Header>;
  return [step, opens, slots, level].every(Number.isFinite) && typeof dataTo === "string" && Array.isArray(weights) &&
    Array.isArray(calendar?.weekdays) && Array.isArray(calendar?.closed);
}
