/**
 * A training of a queue's forecast, from rows to a version: reads the data, compares the families by rolling origin, fits
 * their blend, and tells the days to come. Runs inside of the training's Worker; nothing is written anywhere.
 */
import { addDays, dayNumber } from "@/ml/calendar/days.ts";
import { backTestService, fitService } from "@/ml/service/mod.ts";
import { RefusedError, type TrainingHooks, type VolumeTask, type VolumeTrained } from "@/ml/training/protocol.ts";
import { isSameWay, tellChampion } from "@/ml/volume/champion.ts";
import { besideOf, familiesOf } from "@/ml/volume/families.ts";
import { closuresToCome } from "@/ml/volume/holidays.ts";
import type { History } from "@/ml/volume/history.ts";
import { readObservations } from "@/ml/volume/observations.ts";
import { fitProduct } from "@/ml/volume/product.ts";
import { reportOf } from "@/ml/volume/report_made.ts";
import type { VolumeSettings } from "@/ml/volume/report.ts";
import { daysFrom, forecaster, storeVolume } from "@/ml/volume/stored.ts";

/** A day this far from the data has nothing to do with it. */
const MOST_DAYS = 400;

/** @throws RefusedError for data that nothing can be learnt from */
export async function trainVolume(task: VolumeTask, hooks: TrainingHooks): Promise<VolumeTrained> {
  hooks.onProgress({ stage: "data", done: 0, total: 1 });
  const settings = bounded(task.settings);
  const { history, findings } = historyOf(task, settings);
  const families = familiesOf(settings);
  const beside = besideOf(settings);
  const product = await fitProduct(history, {
    families,
    beside,
    weeks: settings.weeks,
    level: settings.level,
    horizon: settings.horizon,
    onStep: (done, of) => {
      const fits = of - families.length;
      if (done <= fits) hooks.onProgress({ stage: "back-test", done, total: fits });
      else hooks.onProgress({ stage: "fit", done: done - fits, total: families.length });
    },
  });
  const champion = task.champion ? await tellChampion(task, { history, product, settings }) : null;
  hooks.onProgress({ stage: "forecast", done: 0, total: 1 });
  const origins = product.comparison.weeks;
  const version = {
    grid: history,
    dataTo: history.days[history.days.length - 1].day,
    chosen: product.chosen,
    intervals: product.intervals,
    service: fitService(task.service, history),
  };
  const forecast = forecaster(version).forecast(
    daysToTell(version.dataTo, { from: task.forecastFrom, count: settings.horizon }),
  );
  const report = reportOf(history, { product, champion, service: backTestService(task.service, history, { origins }) });
  const blob = storeVolume(version);
  hooks.onProgress({ stage: "forecast", done: 1, total: 1 });
  return {
    kind: "volume",
    findings,
    report,
    forecast,
    blob,
    sameAsChampion: task.champion !== null && isSameWay(settings, bounded(task.champion.settings)),
  };
}

/** The task's rows as a history, with the closures that its holidays will be. */
export function historyOf(task: VolumeTask, settings: VolumeSettings): {
  history: History;
  findings: VolumeTrained["findings"];
} {
  const { calendar } = task;
  const holidays = settings.holidays ? calendar.holidays : new Set<string>();
  const opened = settings.holidays ? calendar.opened : undefined;
  const read = readObservations(task.rows, {
    closed: settings.closed,
    holidays,
    opened,
    special: calendar.special,
    closures: calendar.closures,
  });
  if (!read.ok) throw new RefusedError({ code: read.code });
  const { history, findings } = read;
  const closed = new Set([...history.calendar.closed, ...closuresToCome(history, holidays)]);
  return { history: { ...history, calendar: { ...history.calendar, closed } }, findings };
}

/** Settings as far as they make sense. */
export function bounded(settings: VolumeSettings): VolumeSettings {
  const within = (value: number, [low, high]: [number, number]) => Math.min(high, Math.max(low, value));
  return {
    ...settings,
    weeks: Math.round(within(settings.weeks, [2, 26])),
    level: within(settings.level, [0.5, 0.98]),
    horizon: Math.round(within(settings.horizon, [1, 56])),
  };
}

function daysToTell(dataTo: string, { from, count }: { from: string | null; count: number }): string[] {
  const next = addDays(dataTo, 1);
  const first = from !== null && from > next && dayNumber(from) - dayNumber(next) < MOST_DAYS ? from : next;
  return daysFrom(first, count);
}
