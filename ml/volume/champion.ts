/**
 * What the model in use would have said of the very days that a new version is judged by: on weeks that it had already
 * learnt from its way is fitted again at each origin; on later ones it is asked itself.
 */
import { type VolumeTask } from "@/ml/training/protocol.ts";
import { backTest, type Told } from "@/ml/volume/back_test.ts";
import { familiesOf } from "@/ml/volume/families.ts";
import type { History } from "@/ml/volume/history.ts";
import { acrossWeeks, type ProductForecast } from "@/ml/volume/product.ts";
import type { VolumeSettings } from "@/ml/volume/report.ts";
import { loadVolume, NotAModelError } from "@/ml/volume/stored.ts";

/** null: it cannot be told of these days (other intervals, or a file that cannot be read any more). */
export async function tellChampion(
  { champion, calendar }: Pick<VolumeTask, "champion" | "calendar">,
  now: { history: History; product: ProductForecast; settings: VolumeSettings },
): Promise<Told[] | null> {
  const { history, product, settings } = now;
  const loaded = champion && loadedOf(champion.blob, calendar);
  if (!loaded) return null;
  if (loaded.step !== history.step || loaded.opens !== history.opens || loaded.slots !== history.slots) return null;
  const own = product.told.get("product")!;
  const weekOf = product.comparison.weekOf(own);
  const late = new Map<string, Float64Array>();
  for (const { at, days } of product.comparison.weeks) {
    if (at <= champion.dataTo) continue;
    for (const { day, expected } of loaded.forecast(days)) late.set(day, Float64Array.from(expected));
  }
  const early = isSameWay(settings, champion.settings)
    ? own
    : await again(champion.settings, { history, product, until: champion.dataTo, weekOf });
  return own.map((one, n) => ({ ...one, expected: late.get(one.day) ?? early[n].expected }));
}

/** Settings that forecast the same; how many days and in what bounds does not change what is expected. */
export function isSameWay(a: VolumeSettings, b: VolumeSettings): boolean {
  return a.weeks === b.weeks && a.closed === b.closed && a.holidays === b.holidays &&
    [...a.families].sort().join() === [...b.families].sort().join();
}

async function again(
  settings: VolumeSettings,
  now: { history: History; product: ProductForecast; until: string; weekOf: string[] },
): Promise<readonly Told[]> {
  const { product, until } = now;
  const calendar = settings.holidays
    ? now.history.calendar
    : { ...now.history.calendar, holidays: new Set<string>(), opened: undefined };
  const history: History = { ...now.history, calendar };
  const families = familiesOf(settings);
  const own = product.told.get("product")!;
  const origins = product.comparison.weeks.filter(({ at }) => at <= until);
  const lists: Told[][] = [];
  for (const family of families) {
    const known = product.told.get(family.name);
    lists.push(known && settings.holidays ? [...known] : await backTest(history, family, { origins }));
  }
  const count = Math.min(...lists.map((list) => list.length));
  const first = lists.map((list) => list.slice(0, count));
  const told = acrossWeeks(first, { families, grid: history, weekOf: now.weekOf.slice(0, count) });
  // Days after those are told by the model itself.
  return own.map((one, n) => told[n] ?? one);
}

function loadedOf(blob: Uint8Array, calendar: VolumeTask["calendar"]) {
  try {
    return loadVolume(blob, calendar);
  } catch (error) {
    if (error instanceof NotAModelError) return null;
    throw error;
  }
}
