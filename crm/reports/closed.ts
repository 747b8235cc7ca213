/** Won and lost deals of a period, counted once for all tables: by month, person, group and reason of loss. */
import { sql } from "kysely";
import { valueOf } from "@/crm/reports/dimensions.ts";
import type { Scope } from "@/crm/reports/scope.ts";
import type { Sum } from "@/crm/reports/types.ts";

export type Cut = "all" | "month" | "owner" | "group" | "reason" | "currency";

export interface ClosedRow {
  cut: Cut;
  key: string | null;
  status: "won" | "lost";
  sum: Sum;
  /** Deals with an amount in the currency. */
  priced: number;
  /** Mean days from making to closing. */
  days: number;
}

/** `grouping()` of month, owner, group, reason, currency: 1 where the column is no part of the set. */
const CUT_OF: Record<number, Cut> = {
  0b01111: "month",
  0b10111: "owner",
  0b11011: "group",
  0b11101: "reason",
  0b11110: "currency",
  0b11111: "all",
};

export async function closedDeals(scope: Scope): Promise<ClosedRow[]> {
  const { rows } = await sql<{
    set: number;
    month: string | null;
    owner: string | null;
    group_key: string | null;
    reason: string | null;
    currency: string | null;
    status: "won" | "lost";
    deals: number;
    minor: number | null;
    priced: number;
    days: number;
  }>`with base as (
      select r.status, ${scope.minor} as minor,
        to_char(r.closed_at at time zone ${scope.timeZone}, 'YYYY-MM') as month,
        r.owner_id::text as owner, ${valueOf(scope.by)} as group_key, r.loss_reason_id::text as reason,
        r.amount ->> 'currency' as currency,
        greatest(0, extract(epoch from r.closed_at - r.created_at)) / 86400 as days
      from ${scope.from} where ${scope.where} and r.status in ('won', 'lost')
        and r.closed_at >= ${scope.begin} and r.closed_at < ${scope.end}
    )
    select grouping(month, owner, group_key, reason, currency) as set, month, owner, group_key, reason, currency, status,
      count(*)::int as deals, sum(minor)::float8 as minor, count(minor)::int as priced, avg(days)::float8 as days
    from base
    group by status, grouping sets ((month), (owner), (group_key), (reason), (currency), ())`.execute(scope.db);
  return rows.map((row) => {
    const cut = CUT_OF[row.set];
    const keys = { all: null, month: row.month, owner: row.owner, group: row.group_key, reason: row.reason };
    return {
      cut,
      key: cut === "currency" ? row.currency : keys[cut],
      status: row.status,
      sum: { deals: row.deals, minor: scope.amounts ? row.minor ?? 0 : null },
      priced: row.priced,
      days: row.days,
    };
  });
}

/** Won in other currencies than the report's: told beside its sums. */
export async function otherCurrencies(
  scope: Scope,
): Promise<{ currency: string; deals: number; minor: number | null }[]> {
  if (!scope.amounts) return [];
  const { rows } = await sql<{ currency: string; deals: number; minor: number }>`
    select r.amount ->> 'currency' as currency, count(*)::int as deals, sum((r.amount ->> 'minor')::numeric)::float8 as minor
    from ${scope.from} where ${scope.where} and r.status = 'won' and r.closed_at >= ${scope.begin}
      and r.closed_at < ${scope.end} and r.amount ->> 'currency' <> ${scope.filter.currency}
    group by 1 order by 2 desc`.execute(scope.db);
  return rows;
}

/** Days from making to winning; null: nothing was won. */
export async function cycleOf(scope: Scope): Promise<{ mean: number; median: number } | null> {
  const { rows: [row] } = await sql<{ mean: number | null; median: number }>`
    select avg(days)::float8 as mean, percentile_cont(0.5) within group (order by days)::float8 as median from (
      select greatest(0, extract(epoch from r.closed_at - r.created_at)) / 86400 as days
      from ${scope.from} where ${scope.where} and r.status = 'won' and r.closed_at >= ${scope.begin}
        and r.closed_at < ${scope.end}
    ) d`.execute(scope.db);
  return row.mean === null ? null : { mean: row.mean, median: row.median };
}
