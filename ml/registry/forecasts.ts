/** What champions told of days: written when there is a new one and each night, read beside what came. */
import { sql } from "kysely";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import type { Result } from "@/crm/result.ts";
import { NO_MODEL } from "@/ml/registry/read.ts";
import type { DayForecast } from "@/ml/volume/report.ts";

type Db = Store["db"];

/** A day as it was told, by intervals of `step` minutes from minute `opens` on. */
export interface ToldDay extends DayForecast {
  model: string;
  version: string;
  /** First day that was not known when it was told. */
  madeOn: string;
  madeAt: string;
  step: number;
  opens: number;
  level: number;
}

export interface Telling {
  model: string;
  version: string;
  madeOn: string;
  step: number;
  opens: number;
  level: number;
  days: readonly DayForecast[];
}

/** Writes what a champion tells; told again on the same day, the later counts. */
export async function writeForecasts(db: Db, telling: Telling): Promise<void> {
  if (telling.days.length === 0) return;
  const { model, version, madeOn, step, opens, level } = telling;
  await sql`insert into volume_forecasts (model_id, day, made_on, version_id, step, opens, level, expected, low, high,
      handle, patience)
    select ${model}::uuid, d.day, ${madeOn}::date, ${version}::uuid, ${step}, ${opens}, ${level}, d.expected, d.low,
      d.high, d.handle, d.patience
    from jsonb_to_recordset(${JSON.stringify(telling.days)}::jsonb) as d (day date, expected float8[], low float8[],
      high float8[], handle float8[], patience float8[])
    on conflict (model_id, day, made_on) do update set version_id = excluded.version_id, made_at = now(),
      step = excluded.step, opens = excluded.opens, level = excluded.level, expected = excluded.expected,
      low = excluded.low, high = excluded.high, handle = excluded.handle, patience = excluded.patience`.execute(db);
}

const TOLD = sql<StoredDay>`select f.model_id, f.version_id, f.day::text, f.made_on::text, f.made_at, f.step, f.opens,
  f.level::float8 as level, f.expected, f.low, f.high, f.handle, f.patience from volume_forecasts f`;

interface StoredDay extends DayForecast {
  model_id: string;
  version_id: string;
  made_on: string;
  made_at: Date;
  step: number;
  opens: number;
  level: number;
}

function toldDay({ model_id, version_id, made_on, made_at, ...day }: StoredDay): ToldDay {
  // Of four bytes: 0.8 comes as 0.800000011920929.
  const level = Math.round(day.level * 10_000) / 10_000;
  return { ...day, level, model: model_id, version: version_id, madeOn: made_on, madeAt: made_at.toISOString() };
}

/**
 * What the model's champion says of these days (both with them), as it was told last; days that it does not reach are not
 * there. @throws {ForbiddenError} Refusals: `training.error.no-model`, `training.error.no-champion`
 */
export async function forecastDays(
  store: Store,
  access: Access,
  input: { id: string; from: string; to: string },
): Promise<Result<ToldDay[]>> {
  require(access, "analytics.view");
  const { rows: [model] } = await sql<{ champion: string | null }>`select champion_id as champion from forecast_models
    where id = ${input.id}::uuid and archived_at is null and kind = 'volume'`.execute(store.db);
  if (!model) return NO_MODEL;
  if (model.champion === null) return { ok: false, code: "training.error.no-champion" };
  const { rows } = await sql<StoredDay>`select distinct on (day) * from (${TOLD} where f.model_id = ${input.id}::uuid
    and f.version_id = ${model.champion}::uuid and f.day between ${input.from}::date and ${input.to}::date) told
    order by day, made_on desc`.execute(store.db);
  return { ok: true, value: rows.map(toldDay) };
}

/** The model whose champion speaks for a queue: the oldest of its own calls that has one. null: there is none. */
export async function modelOfQueue(db: Db, queue: string): Promise<string | null> {
  const { rows: [row] } = await sql<{ id: string }>`select id from forecast_models
    where queue_id = ${queue}::uuid and archived_at is null and champion_id is not null and kind = 'volume'
    order by created_at, id limit 1`.execute(db);
  return row?.id ?? null;
}

/**
 * What was told last of each day of a queue before the day began (`ahead` days before, at least); whichever version was
 * champion then. Days that nobody spoke of are not there. Asks for no rights.
 */
export async function toldBefore(
  db: Db,
  options: { model: string; from: string; to: string; ahead?: number },
): Promise<ToldDay[]> {
  const { model, from, to, ahead = 0 } = options;
  const { rows } = await sql<StoredDay>`select distinct on (day) * from (${TOLD} where f.model_id = ${model}::uuid
    and f.day between ${from}::date and ${to}::date and f.made_on <= f.day - ${ahead}::int) told
    order by day, made_on desc`.execute(db);
  return rows.map(toldDay);
}

/** The latest forecast of a queue's day that was told before the day began. null: there is none. @throws {ForbiddenError} */
export async function championForecast(
  store: Store,
  access: Access,
  input: { queue: string; day: string },
): Promise<ToldDay | null> {
  require(access, "analytics.view");
  const model = await modelOfQueue(store.db, input.queue);
  if (model === null) return null;
  const [told] = await toldBefore(store.db, { model, from: input.day, to: input.day });
  return told ?? null;
}
