/** How many deals a column holds and what they come to, inside the person's reach. */
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { MOST_COUNTED } from "@/crm/record/list.ts";
import { reachable } from "@/crm/record/rights.ts";
import { fieldRight } from "@/crm/record/schema.ts";
import { seen, type Sight } from "@/crm/board/cards.ts";
import type { ColumnTotals } from "@/crm/board/types.ts";

interface TotalsRow {
  stage: string;
  currency: string;
  deals: number;
  minor: number;
  weighted: number;
}

/**
 * In the order of the stages. Of whole columns the database keeps totals; with conditions at most
 * {@link MOST_COUNTED} deals a column are looked at.
 */
export async function totalsOf(
  store: Store,
  access: Access,
  options: { sight: Sight; stages: readonly string[] },
): Promise<ColumnTotals[]> {
  const { sight, stages } = options;
  const rows = sight.whole ? await kept(store, access, stages) : await counted(store, sight, stages);
  const amounts = fieldRight(access, "deal", "amount") !== "hidden";
  return stages.map((stage): ColumnTotals => {
    const own = rows.filter((row) => row.stage === stage);
    const deals = own.reduce((sum, row) => sum + row.deals, 0);
    const sums = own.filter(({ currency, deals }) => currency !== "" && deals > 0)
      .map(({ currency, minor, weighted }) => ({ currency, minor, weighted }))
      .sort((a, b) => b.minor - a.minor || (a.currency < b.currency ? -1 : 1));
    const more = !sight.whole && deals > MOST_COUNTED;
    return { stage, deals: more ? MOST_COUNTED : deals, sums: amounts ? sums : [], more };
  });
}

async function kept(store: Store, access: Access, stages: readonly string[]): Promise<TotalsRow[]> {
  const reach = reachable(access, "deal", "view", "t");
  const { rows } = await sql<TotalsRow>`select t.stage_id as stage, t.currency, sum(t.deals)::int as deals,
      sum(t.minor)::float8 as minor, sum(t.weighted)::float8 as weighted
    from deal_totals t where t.stage_id = any(${[...stages]}::uuid[]) and (${sql.join(reach, sql` or `)})
    group by 1, 2`.execute(store.db);
  return rows;
}

async function counted(store: Store, sight: Sight, stages: readonly string[]): Promise<TotalsRow[]> {
  const { rows } = await sql<TotalsRow>`select s.id as stage, t.currency, t.deals, t.minor, t.weighted
    from unnest(${[...stages]}::uuid[]) s (id) cross join lateral (
      select coalesce(d.amount ->> 'currency', '') as currency, count(*)::int as deals,
        sum(coalesce((d.amount ->> 'minor')::bigint, 0))::float8 as minor,
        sum(coalesce((d.amount ->> 'minor')::bigint, 0) * d.probability / 100)::float8 as weighted
      from (select r.amount, r.probability from deals r where r.stage_id = s.id and ${seen(sight)}
        limit ${MOST_COUNTED + 1}) d
      group by 1
    ) t`.execute(store.db);
  return rows;
}
