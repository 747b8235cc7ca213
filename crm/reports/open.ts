/** Deals that stand open: now, by person and group; and how many stood open when the period ended and were made in it. */
import { sql } from "kysely";
import { valueOf } from "@/crm/reports/dimensions.ts";
import type { Scope } from "@/crm/reports/scope.ts";
import type { Sum } from "@/crm/reports/types.ts";

export interface OpenRow {
  cut: "all" | "owner" | "group";
  key: string | null;
  sum: Sum;
  weighted: number | null;
}

export async function openDeals(scope: Scope): Promise<OpenRow[]> {
  const { rows } = await sql<{
    set: number;
    owner: string | null;
    group_key: string | null;
    deals: number;
    minor: number | null;
    weighted: number | null;
  }>`with base as (
      select r.owner_id::text as owner, ${valueOf(scope.by)} as group_key, ${scope.minor} as minor, r.probability
      from ${scope.from} where ${scope.where} and r.status = 'open'
    )
    select grouping(owner, group_key) as set, owner, group_key, count(*)::int as deals, sum(minor)::float8 as minor,
      sum(trunc(minor * probability / 100))::float8 as weighted
    from base group by grouping sets ((owner), (group_key), ())`.execute(scope.db);
  const amount = (minor: number | null) => scope.amounts ? minor ?? 0 : null;
  return rows.map((row) => ({
    cut: row.set === 0b01 ? "owner" : row.set === 0b10 ? "group" : "all",
    key: row.set === 0b01 ? row.owner : row.set === 0b10 ? row.group_key : null,
    sum: { deals: row.deals, minor: amount(row.minor) },
    weighted: amount(row.weighted),
  }));
}

/** Made in each month of the period. */
export async function createdByMonth(scope: Scope): Promise<Map<string, number>> {
  const { rows } = await sql<{ month: string; deals: number }>`
    select to_char(r.created_at at time zone ${scope.timeZone}, 'YYYY-MM') as month, count(*)::int as deals
    from ${scope.from} where ${scope.where} and r.created_at >= ${scope.begin} and r.created_at < ${scope.end}
    group by 1`.execute(scope.db);
  return new Map(rows.map(({ month, deals }) => [month, deals]));
}

export async function openAtEnd(scope: Scope): Promise<number> {
  const { rows: [row] } = await sql<{ deals: number }>`select count(*)::int as deals
    from ${scope.from} where ${scope.where} and r.created_at < ${scope.end}
      and (r.closed_at is null or r.closed_at >= ${scope.end})`.execute(scope.db);
  return row.deals;
}
