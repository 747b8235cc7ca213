/** Conversion by stage from the stage log: what came in during the period, and what became of it. */
import { sql } from "kysely";
import type { Scope } from "@/crm/reports/scope.ts";
import type { StageRow } from "@/crm/reports/types.ts";

/** Each deal counts once a stage, by its last stay there that began in the period. */
export async function stageConversion(scope: Scope, pipeline: string): Promise<StageRow[]> {
  const { rows } = await sql<StageRow>`with stays as (
      select l.deal_id, l.to_stage as stage, l.at, r.status,
        lead(l.to_stage) over way as next, lead(l.seconds) over way as seconds
      from stage_log l join ${scope.from} on r.id = l.deal_id
      where ${scope.where} and r.id in (
        select deal_id from stage_log where pipeline_id = ${pipeline}::uuid and at >= ${scope.begin} and at < ${scope.end})
      window way as (partition by l.deal_id order by l.at, l.id)
    ), last as (
      select distinct on (deal_id, stage) * from stays where at >= ${scope.begin} and at < ${scope.end}
      order by deal_id, stage, at desc
    )
    select s.id, s.name, s.colour, s.type,
      count(l.deal_id)::int as entered,
      count(*) filter (where n.type = 'won' or (n.type = 'open' and (n.pipeline_id <> s.pipeline_id
        or n.position > s.position)))::int as "on",
      count(*) filter (where n.type = 'open' and n.pipeline_id = s.pipeline_id and n.position < s.position)::int as back,
      count(*) filter (where n.type = 'lost')::int as lost,
      count(l.deal_id) filter (where n.id is null)::int as here,
      count(*) filter (where l.status = 'won')::int as won,
      percentile_cont(0.5) within group (order by l.seconds) filter (where n.id is not null) as "medianSeconds"
    from stages s left join last l on l.stage = s.id left join stages n on n.id = l.next
    where s.pipeline_id = ${pipeline}::uuid and (s.archived_at is null or l.deal_id is not null)
    group by s.id order by s.position, s.id`.execute(scope.db);
  return rows;
}
