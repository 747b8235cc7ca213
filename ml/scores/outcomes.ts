/** Scores that were told and frozen while records were open, beside what became of them: whether a champion still holds. */
import { sql } from "kysely";
import type { Store } from "@/store/store.ts";

export interface FrozenOutcome {
  /** Probability, 0 to 1. */
  told: number;
  won: boolean;
}

/**
 * The first score that this version told of each record closed since, the newest `most` of them: one told on the day of
 * closing knows too much. Deleted records do not count.
 */
export async function frozenOutcomes(
  store: Store,
  { version, most }: { version: string; most: number },
): Promise<FrozenOutcome[]> {
  const { rows } = await sql<FrozenOutcome>`
    with first as (
      select distinct on (s.record_id) s.kind, s.record_id, s.probability, s.scored_at from record_scores s
      where s.version_id = ${version}::uuid order by s.record_id, s.scored_at, s.id)
    select f.probability::float8 as told, o.won from first f join (
      select 'lead' as kind, id, status = 'converted' as won, updated_at as ended from leads
        where archived_at is null and status in ('converted', 'disqualified')
      union all
      select 'deal', id, status = 'won', coalesce(closed_at, updated_at) from deals
        where archived_at is null and status in ('won', 'lost')
    ) o on o.kind = f.kind and o.id = f.record_id
    where o.ended > f.scored_at + interval '1 hour'
    order by o.ended desc limit ${most}`.execute(store.db);
  return rows;
}
