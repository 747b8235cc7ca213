/** What a champion tells of the days to come: when it is new, and each night with the days marked since. */
import { sql } from "kysely";
import type { Store } from "@/store/store.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { wallOf } from "@/crm/calendar/zone.ts";
import { addDays } from "@/ml/calendar/days.ts";
import { daysOfSpans } from "@/ml/calendar/holidays.ts";
import { readMarkedDays } from "@/ml/datasets/marked_days.ts";
import type { VolumeDataset } from "@/ml/datasets/types.ts";
import { writeForecasts } from "@/ml/registry/forecasts.ts";
import { daysFrom, loadVolume, type NewDays } from "@/ml/volume/stored.ts";
import type { VolumeSettings } from "@/ml/volume/report.ts";

/** @returns how many days were told; 0: there is nobody who could */
export async function tellDays(store: Store, options: { model: string; now: number }): Promise<number> {
  const { model, now } = options;
  const { rows: [champion] } = await sql<{
    id: string;
    dataset: VolumeDataset;
    settings: VolumeSettings;
    blob: Uint8Array | null;
  }>`select v.id, v.dataset, v.settings, v.blob from forecast_models m join model_versions v on v.id = m.champion_id
    where m.id = ${model}::uuid and m.kind = 'volume' and m.archived_at is null`.execute(store.db);
  if (!champion?.blob) return 0;
  const { timeZone } = await siteSettings(store.db);
  const { dataset } = champion;
  const lives = dataset.from === "calls" && dataset.until === null;
  const today = wallOf(now, timeZone).day;
  const marked = lives ? await markedSince(store, { queue: dataset.queue, from: today }) : {};
  const loaded = loadVolume(champion.blob, marked);
  // A file may end years ago: then what it says of the days after it is all there is.
  const madeOn = lives ? today : addDays(loaded.dataTo, 1);
  const days = loaded.forecast(daysFrom(madeOn, champion.settings.horizon));
  const { step, opens, level } = loaded;
  await store.tx(async (trx) => {
    // Another may have become champion meanwhile: its own telling stands.
    const { rows } = await sql`select 1 from forecast_models where id = ${model}::uuid
      and champion_id = ${champion.id}::uuid for share`.execute(trx);
    if (rows.length > 0) await writeForecasts(trx, { model, version: champion.id, madeOn, step, opens, level, days });
  });
  return days.length;
}

async function markedSince(store: Store, options: { queue: string; from: string }): Promise<NewDays> {
  const marks = await readMarkedDays(store, options);
  const own = marks.filter((mark) => mark.queue === null || mark.queue.id === options.queue);
  const kinds = [...new Set(own.map(({ kind }) => kind))].filter((kind) => kind !== "closure");
  const daysOf = (wanted: string) => daysOfSpans(own.filter(({ kind }) => kind === wanted));
  return { closures: new Set(daysOf("closure")), special: new Map(kinds.map((kind) => [kind, daysOf(kind)])) };
}

/** Models whose champions have something to say tonight. */
export async function liveModels(db: Store["db"]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from forecast_models
    where archived_at is null and champion_id is not null order by id`.execute(db);
  return rows.map(({ id }) => id);
}
