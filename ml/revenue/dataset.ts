/**
 * Deals as the Worker reads them: whole lives with what was said of amounts and days of closing, from the events, as
 * JSON texts that the server's loop never parses. Read on the connections of reports.
 */
import { type RawBuilder, sql } from "kysely";
import type { Store } from "@/store/store.ts";

/** Deals of one text: 4,000 come to about 1.5 MB. */
const CHUNK = 4_000;

export interface DealRows {
  /** JSON texts of `LifeRow[]` (ml/revenue/life.ts). */
  texts: string[];
}

/** Deals `r` that `where` holds for, deleted ones too; those of another currency are left out. */
export async function dealRows(
  store: Pick<Store, "reports">,
  options: { where: RawBuilder<boolean>; currency: string; timeZone: string },
): Promise<DealRows> {
  const { where, currency, timeZone } = options;
  const day = (at: RawBuilder<unknown>) => sql`to_char(${at} at time zone ${timeZone}, 'YYYY-MM-DD')`;
  const minor = (money: RawBuilder<unknown>) =>
    sql`case when ${money} ->> 'currency' = ${currency} then (${money} ->> 'minor')::bigint end`;
  const made = sql`e.type like '%.created'`;
  const { rows } = await sql<{ text: string }>`
    with d as materialized (
      select r.* from deals r
      where ${where} and (r.amount is null or r.amount ->> 'currency' = ${currency})
    ), way as (
      select l.deal_id, json_agg(json_build_array(${day(sql`l.at`)}, l.to_stage, s.type) order by l.at, l.id) as list
      from stage_log l join stages s on s.id = l.to_stage where l.deal_id in (select id from d) group by l.deal_id
    ), said as (
      select e.entity_id,
        json_agg(json_build_array(${day(sql`e.at`)}, ${minor(sql`e.data -> 'amount'`)},
          ${minor(sql`e.before -> 'amount'`)}, ${made}) order by e.position)
          filter (where e.data ? 'amount') as amounts,
        json_agg(json_build_array(${day(sql`e.at`)}, e.data ->> 'closeDate', e.before ->> 'closeDate', ${made})
          order by e.position) filter (where e.data ? 'closeDate') as dates
      from events e
      where e.entity_kind = 'deal' and e.entity_id in (select id::text from d)
        and (e.data ? 'amount' or e.data ? 'closeDate')
      group by e.entity_id
    ), line as (
      select (row_number() over (order by d.id) - 1) / ${CHUNK}::int as chunk, json_build_array(
        d.id, ${day(sql`d.created_at`)}, ${day(sql`d.archived_at`)}, d.status, ${day(sql`d.closed_at`)},
        ${minor(sql`d.amount`)}, d.probability, d.forecast_category, d.close_date, d.owner_id, d.team_id, d.pipeline_id,
        coalesce(d.lines #>> '{0,product}', nullif(d.lines #>> '{0,name}', '')), way.list, said.amounts, said.dates
      ) as cells
      from d left join way on way.deal_id = d.id left join said on said.entity_id = d.id::text
    )
    select '[' || string_agg(cells::text, ',') || ']' as text from line group by chunk order by chunk`
    .execute(store.reports);
  return { texts: rows.map(({ text }) => text) };
}
