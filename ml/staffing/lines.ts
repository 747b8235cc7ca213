/** What can be staffed: models of call volume that have told something, with the queue they are of. */
import { sql } from "kysely";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import type { CallFilter } from "@/ml/datasets/types.ts";
import type { PlannedDay } from "@/ml/staffing/settings.ts";

/** A queue's model; a model of a file has no queue, and nothing is known of how its days went. */
export interface Line {
  model: string;
  name: string;
  queue: { id: string; name: string } | null;
  /** Threshold of the queue's service level, seconds. */
  within: number;
  filter: CallFilter;
  /** First and last day that something is told of. */
  from: string;
  to: string;
}

const FILTER: CallFilter = { dids: [], leastWait: 0 };
const USUAL_MS = 20_000;

/** By name; those of queues first. @throws {ForbiddenError} */
export async function listLines(store: Store, access: Access): Promise<Line[]> {
  require(access, "analytics.view");
  return await readLines(store, null);
}

/** null: there is none, it is archived, or it has told nothing yet. @throws {ForbiddenError} */
export async function lineOf(store: Store, access: Access, model: string): Promise<Line | null> {
  require(access, "analytics.view");
  return (await readLines(store, model))[0] ?? null;
}

async function readLines({ db }: Store, model: string | null): Promise<Line[]> {
  const { rows } = await sql<{
    model: string;
    name: string;
    queue: string | null;
    queueName: string | null;
    within: number | null;
    filter: Partial<CallFilter> | null;
    from: string;
    to: string;
  }>`
    select m.id as model, m.name, q.id as queue, q.name as "queueName", q.service_level_ms as within,
      m.dataset -> 'filter' as filter, told.first::text as from, told.last::text as to
    from forecast_models m left join queues q on q.id = m.queue_id
      join lateral (select min(day) as first, max(day) as last from volume_forecasts f where f.model_id = m.id) told
        on told.first is not null
    where m.kind = 'volume' and m.archived_at is null and (${model}::uuid is null or m.id = ${model}::uuid)
    order by q.id is null, q.name, m.created_at desc, m.name, m.id`.execute(db);
  return rows.map(({ queue, queueName, within, filter, ...row }) => ({
    ...row,
    queue: queue === null ? null : { id: queue, name: queueName! },
    within: (within ?? USUAL_MS) / 1_000,
    filter: { ...FILTER, ...filter },
  }));
}

/** The last telling of each day that was made before it began, by day; days that nothing is told of are not there. */
export async function toldOf(
  { db }: Store,
  options: { model: string; from: string; to: string; daysBefore?: number; atMostBefore?: number },
): Promise<Map<string, PlannedDay>> {
  const { model, from, to, daysBefore = 1, atMostBefore = 400 } = options;
  const { rows } = await sql<PlannedDay>`
    select distinct on (day) day::text as day, made_on::text as "madeOn", step, opens, level, expected, low, high,
      handle, patience
    from volume_forecasts
    where model_id = ${model}::uuid and day between ${from}::date and ${to}::date
      and made_on <= day - ${daysBefore - 1}::int and made_on >= day - ${atMostBefore}::int
    order by day, made_on desc`.execute(db);
  return new Map(rows.map((row) => [row.day, { ...row, level: Math.round(row.level * 1e6) / 1e6 }]));
}
