/** How soon people of ours answer, source by source, and what becomes of requests. */
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { inReach, reachOf } from "@/crm/record/mod.ts";

export interface SourceFigures {
  source: string;
  /** Of the period. */
  requests: number;
  leads: number;
  qualified: number;
  answered: number;
  /** Time from the request to the first answer, ms; null: none was answered. */
  medianMs: number | null;
  p90Ms: number | null;
  /** Share of the leads answered within the source's target, of all whose target has passed or that were answered. */
  inTarget: number | null;
  /** Leads that nobody has answered, now. */
  waiting: number;
  oldestWaitMs: number | null;
  /** Of those, past the target. */
  late: number;
}

/**
 * Only leads in the person's reach are counted; whoever sees no leads gets none. Sources without anything in the period
 * are not there.
 */
export async function sourceFigures(
  store: Store,
  access: Access,
  options: { days: number },
): Promise<SourceFigures[]> {
  if (reachOf(access, "lead", "view") === "none") return [];
  const { rows } = await sql<SourceFigures>`
    with led as (
      select r.source_id, r.status, r.created_at, r.first_response_at,
        extract(epoch from r.first_response_at - r.created_at) * 1000 as took
      from leads r where r.source_id is not null and r.archived_at is null and r.import_id is null
        and r.created_at > now() - ${options.days}::int * interval '1 day' and ${inReach(access, "lead", "view")}),
    of_leads as (
      select l.source_id, count(*)::int as leads,
        count(*) filter (where l.status in ('qualified', 'converted'))::int as qualified,
        count(l.first_response_at)::int as answered,
        percentile_cont(0.5) within group (order by l.took) filter (where l.took is not null) as median,
        percentile_cont(0.9) within group (order by l.took) filter (where l.took is not null) as p90,
        count(*) filter (where l.took <= s.target_ms)::float
          / nullif(count(*) filter (where l.took is not null
            or now() - l.created_at > s.target_ms * interval '1 ms'), 0) as in_target,
        count(*) filter (where l.first_response_at is null and l.status = 'new')::int as waiting,
        max(extract(epoch from now() - l.created_at) * 1000)
          filter (where l.first_response_at is null and l.status = 'new') as oldest,
        count(*) filter (where l.first_response_at is null and l.status = 'new'
          and now() - l.created_at > s.target_ms * interval '1 ms')::int as late
      from led l join sources s on s.id = l.source_id group by l.source_id),
    of_requests as (
      select source_id, count(*)::int as requests from intake_requests
      where received_at > now() - ${options.days}::int * interval '1 day' group by source_id)
    select coalesce(l.source_id, q.source_id) as source, coalesce(q.requests, 0) as requests,
      coalesce(l.leads, 0) as leads, coalesce(l.qualified, 0) as qualified, coalesce(l.answered, 0) as answered,
      l.median as "medianMs", l.p90 as "p90Ms", l.in_target as "inTarget", coalesce(l.waiting, 0) as waiting,
      l.oldest::float as "oldestWaitMs", coalesce(l.late, 0) as late
    from of_leads l full join of_requests q on q.source_id = l.source_id`.execute(store.reports);
  return rows;
}
