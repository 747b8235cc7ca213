/** What is not kept for ever: forecasts that nobody compares any more, old trainings, models of versions long past. */
import { sql } from "kysely";
import type { Store } from "@/store/store.ts";

/** Days before which a day's forecast is kept: what was told then is set beside what came. */
export const KEPT_AHEAD = [0, 1, 7, 14, 28, 56] as const;
const FORECAST_DAYS = 400;
const RUN_DAYS = 400;
/** Versions that one can go back to, besides the champion and the one before. */
const BLOBS = 20;
/** Days back that are thinned out each night; those before were thinned out the nights before. */
const THINNED_DAYS = 120;

/** @param options.today of the company's zone */
export async function pruneRegistry(
  store: Store,
  options: { today: string },
): Promise<{ forecasts: number; runs: number; blobs: number }> {
  const { today } = options;
  const old = await sql`delete from volume_forecasts where day < ${today}::date - ${FORECAST_DAYS}::int`
    .execute(store.db);
  const thinned = await sql`delete from volume_forecasts f using (
      select model_id, day, made_on, not exists (
        select from unnest(${[...KEPT_AHEAD]}::int[]) ahead where f.made_on = (select max(g.made_on)
          from volume_forecasts g where g.model_id = f.model_id and g.day = f.day and g.made_on <= f.day - ahead)
      ) as goes
      from volume_forecasts f where day >= ${today}::date - ${THINNED_DAYS}::int and day < ${today}::date) old
    where old.goes and f.model_id = old.model_id and f.day = old.day and f.made_on = old.made_on`.execute(store.db);
  const runs = await sql`delete from training_runs where ended_at < ${today}::date - ${RUN_DAYS}::int`
    .execute(store.db);
  const blobs = await sql`update model_versions v set blob = null
    from (select id, row_number() over (partition by model_id order by n desc) as newest,
        row_number() over (partition by model_id order by promoted_at desc nulls last) as promoted from model_versions) r
    where r.id = v.id and v.blob is not null and r.newest > ${BLOBS}
      and (r.promoted > 2 or v.promoted_at is null)
      and not exists (select from forecast_models m where m.champion_id = v.id)`.execute(store.db);
  const count = ({ numAffectedRows }: { numAffectedRows?: bigint }) => Number(numAffectedRows ?? 0n);
  return { forecasts: count(old) + count(thinned), runs: count(runs), blobs: count(blobs) };
}
