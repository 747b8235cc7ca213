/**
 * Products in won and lost deals of a period. A deal's amount is shared among its lines by what they come to, so that the
 * products' sums add up to what was won, also where people gave a discount on the whole.
 */
import { sql } from "kysely";
import type { Scope } from "@/crm/reports/scope.ts";
import type { ProductRow } from "@/crm/reports/types.ts";

export async function soldProducts(scope: Scope): Promise<ProductRow[]> {
  if (!scope.sees("lines")) return [];
  const { rows } = await sql<{
    key: string | null;
    name: string;
    won: number;
    lost: number;
    won_minor: number | null;
    lost_minor: number | null;
    quantity: number;
  }>`with base as (
      select r.id, r.status, ${scope.minor} as minor, r.lines from ${scope.from} where ${scope.where}
        and r.status in ('won', 'lost') and r.closed_at >= ${scope.begin} and r.closed_at < ${scope.end}
    ), line as (
      select b.id, b.status, b.minor, l ->> 'product' as product, l ->> 'name' as name,
        coalesce((l ->> 'quantity')::numeric, 0) as quantity,
        round((l ->> 'quantity')::numeric * (l #>> '{price,minor}')::numeric
          * (100 - coalesce((l ->> 'discount')::numeric, 0)) / 100) as total
      from base b left join lateral jsonb_array_elements(b.lines) l on true
    ), shared as (
      select *, minor * case when sum(total) over w > 0 then total / sum(total) over w else 1.0 / count(*) over w end
        as share from line window w as (partition by id)
    )
    select s.product as key, coalesce(max(p.name), max(s.name), '') as name,
      count(distinct s.id) filter (where status = 'won')::int as won,
      count(distinct s.id) filter (where status = 'lost')::int as lost,
      round(coalesce(sum(share) filter (where status = 'won'), 0))::float8 as won_minor,
      round(coalesce(sum(share) filter (where status = 'lost'), 0))::float8 as lost_minor,
      coalesce(sum(quantity) filter (where status = 'won'), 0)::float8 as quantity
    from shared s left join products p on p.id::text = s.product
    group by s.product, case when s.product is null then s.name end`.execute(scope.db);
  const amount = (minor: number | null) => scope.amounts ? minor : null;
  return rows.map((row) => ({
    key: row.key,
    name: row.name,
    won: { deals: row.won, minor: amount(row.won_minor) },
    lost: { deals: row.lost, minor: amount(row.lost_minor) },
    quantity: row.quantity,
  })).sort((a, b) => (b.won.minor ?? b.won.deals) - (a.won.minor ?? a.won.deals));
}
