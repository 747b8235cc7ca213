/**
 * How a queue's calls went, by the intervals that its forecast is told in: what came, who was answered in time, and how
 * long work took, by the company's clock.
 */
import { sql } from "kysely";
import type { Store } from "@/store/store.ts";
import type { Line } from "@/ml/staffing/lines.ts";
import { CUSTOMARY, type UsualService } from "@/ml/staffing/settings.ts";
import type { WorkedSpan } from "@/ml/intraday/present.ts";

/** Sums of one interval. */
export interface Served {
  calls: number;
  answered: number;
  /** Answered within the queue's threshold. */
  inTime: number;
  abandoned: number;
  /** Seconds of talk, hold and wrap-up of the answered calls that are over. */
  handle: number;
  handled: number;
}

export interface Grid {
  step: number;
  opens: number;
  slots: number;
}

const NOTHING: Served = { calls: 0, answered: 0, inTime: 0, abandoned: 0, handle: 0, handled: 0 };

/** By day, then by interval of `gridOf(day)`; calls outside of the told hours are left out, as the forecast leaves them. */
export async function servedOf(
  store: Store,
  line: Line,
  options: { from: string; to: string; timeZone: string; gridOf(day: string): Grid | undefined },
): Promise<Map<string, Served[]>> {
  const { from, to, timeZone, gridOf } = options;
  if (!line.queue) return new Map();
  // Parts of five minutes fit every interval; a day has at most 288 of them.
  const { rows } = await sql<Served & { day: string; part: number }>`
    select (local::date)::text as day, (extract(hour from local) * 12 + floor(extract(minute from local) / 5))::int as part,
      count(*)::int as calls, count(*) filter (where answered_at is not null)::int as answered,
      count(*) filter (where answered_at is not null and wait_ms <= ${line.within * 1_000})::int as "inTime",
      count(*) filter (where outcome = 'abandoned')::int as abandoned,
      coalesce(sum(talk_ms + hold_ms + wrap_ms) filter (where answered_at is not null and ended_at is not null), 0)::float8
        / 1000 as handle,
      count(*) filter (where answered_at is not null and ended_at is not null)::int as handled
    from (select *, coalesce(queued_at, started_at) at time zone ${timeZone} as local from calls where ${
    joined(line, { from, to, timeZone })
  }) c
    where local::date between ${from}::date and ${to}::date
    group by 1, 2`.execute(store.reports);
  const days = new Map<string, Served[]>();
  for (const { day, part, ...sums } of rows) {
    const grid = gridOf(day);
    if (!grid) continue;
    const slot = Math.floor((part * 5 - grid.opens) / grid.step);
    if (slot < 0 || slot >= grid.slots) continue;
    const slots = days.get(day) ?? Array.from({ length: grid.slots }, () => ({ ...NOTHING }));
    for (const key of Object.keys(NOTHING) as (keyof Served)[]) slots[slot][key] += sums[key];
    days.set(day, slots);
  }
  return days;
}

/** Handle time and patience (censored: who was answered would have waited longer) over some days. */
export async function usualService(
  store: Store,
  line: Line,
  options: { from: string; to: string; timeZone: string },
): Promise<UsualService> {
  if (!line.queue) return CUSTOMARY;
  const { rows: [sums] } = await sql<{ handle: number; handled: number; waited: number; hungUp: number }>`
    select coalesce(sum(talk_ms + hold_ms + wrap_ms) filter (where answered_at is not null), 0)::float8 / 1000 as handle,
      count(*) filter (where answered_at is not null)::int as handled,
      coalesce(sum(wait_ms), 0)::float8 / 1000 as waited,
      count(*) filter (where outcome = 'abandoned')::int as "hungUp"
    from calls where ${joined(line, options)} and ended_at is not null`.execute(store.reports);
  return {
    handle: sums.handled > 0 && sums.handle > 0 ? sums.handle / sums.handled : CUSTOMARY.handle,
    handled: sums.handled,
    // The exponential's own estimate: all that was waited, by those who gave up.
    patience: sums.hungUp > 0 && sums.waited > 0 ? sums.waited / sums.hungUp : CUSTOMARY.patience,
    hungUp: sums.hungUp,
  };
}

/** Everything that the agents of a queue's calls did on the days when they served it: who was there, and for whom. */
export async function workOf(
  store: Store,
  line: Line,
  options: { from: string; to: string; timeZone: string },
): Promise<WorkedSpan[]> {
  if (!line.queue) return [];
  const { from, to, timeZone } = options;
  const { rows } = await sql<{ agent: string; queue: string | null; at: Date; seconds: number }>`
    with days as (
      select distinct agent_id, (answered_at at time zone ${timeZone})::date as day from calls
      where ${joined(line, options)} and agent_id is not null and answered_at is not null)
    select c.agent_id as agent, c.queue_id as queue, c.answered_at as at,
      (c.talk_ms + c.hold_ms + c.wrap_ms)::float8 / 1000 as seconds
    from days d join calls c on c.agent_id = d.agent_id and c.answered_at is not null
      and c.started_at >= (d.day - 1)::timestamp at time zone ${timeZone}
      and c.started_at < (d.day + 1)::timestamp at time zone ${timeZone}
      and (c.answered_at at time zone ${timeZone})::date = d.day
    where d.day between ${from}::date and ${to}::date`.execute(store.reports);
  return rows.map(({ agent, queue, at, seconds }) => ({
    agent,
    own: queue === line.queue!.id,
    from: at.getTime(),
    to: at.getTime() + seconds * 1_000,
  }));
}

/**
 * Calls of the line's queue, as `ml/datasets` counts them: where they joined the line, or came to it in vain; the demo's
 * are no real company's demand. A call may have rung for an hour before it joined.
 */
function joined({ queue, filter }: Line, options: { from: string; to: string; timeZone: string }) {
  const { from, to, timeZone } = options;
  return sql<boolean>`queue_id = ${queue!.id}::uuid and direction = 'inbound'
    and (not demo or (select demo from site_settings))
    and started_at >= (${from}::date::timestamp at time zone ${timeZone}) - interval '1 hour'
    and started_at < (${to}::date + 1)::timestamp at time zone ${timeZone}
    and coalesce(queued_at, started_at) >= ${from}::date::timestamp at time zone ${timeZone}
    and (cardinality(${filter.dids}::text[]) = 0 or did = any(${filter.dids}::text[]))
    and not (outcome is not distinct from 'abandoned' and wait_ms < ${Math.round(filter.leastWait * 1_000)})`;
}
