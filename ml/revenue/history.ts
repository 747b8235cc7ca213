/** What the forecast said each day: written each night for all, each team and each person; read beside what came. */
import { sql } from "kysely";
import type { Result } from "@/crm/result.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import { dayNumber, dayOf } from "@/ml/calendar/days.ts";
import { reckon } from "@/ml/revenue/ask.ts";
import { dealRows } from "@/ml/revenue/dataset.ts";
import { dayIn, knownDay } from "@/ml/revenue/known_day.ts";
import { daysOf } from "@/ml/revenue/periods.ts";
import { keptScope, reached } from "@/ml/revenue/reach.ts";
import { scopeName } from "@/ml/revenue/scopes.ts";
import type { RevenueAsk, Snapshot } from "@/ml/revenue/task.ts";
import type { HistoryPoint, HistoryView, RevenueFilter } from "@/ml/revenue/view.ts";

/** Two quarters are always told as a whole. */
const MONTHS = 6;
/** Weeks that are reckoned afterwards where nothing is kept yet. */
const WEEKS_BEFORE = 13;
const KEEP_DAYS = 800;
const ROWS = 2_000;

export interface Kept {
  snapshots: number;
  currencies: number;
}

/**
 * Writes what is told today of every scope, in every currency. Run again it writes the same; killed half-way, the
 * currencies that were done stay and the others are done by the next run.
 */
export async function keepSnapshots(
  store: Store,
  options: { now?: number; signal?: AbortSignal } = {},
): Promise<Kept> {
  const { timeZone } = await siteSettings(store.db);
  const today = dayIn(options.now ?? Date.now(), timeZone);
  const asOf = knownDay(today);
  const { rows: currencies } = await sql<{ currency: string }>`select distinct amount ->> 'currency' as currency
    from deals where archived_at is null and amount is not null`.execute(store.reports);
  let snapshots = 0;
  for (const { currency } of currencies) {
    options.signal?.throwIfAborted();
    const { texts } = await dealRows(store, { where: sql<boolean>`true`, currency, timeZone });
    const days = await daysToTell(store, { currency, asOf });
    const list = await reckon<"snapshots">(texts, { what: "snapshots", days, months: MONTHS }, options.signal);
    await write(store, currency, list);
    snapshots += list.length;
  }
  const before = dayOf(dayNumber(asOf) - KEEP_DAYS);
  await sql`delete from revenue_snapshots where as_of < ${before}::date`.execute(store.db);
  return { snapshots, currencies: currencies.length };
}

type Days = Extract<RevenueAsk, { what: "snapshots" }>["days"];

/** Today, and where nothing is kept the weeks before, marked as reckoned afterwards. */
async function daysToTell(store: Store, { currency, asOf }: { currency: string; asOf: string }): Promise<Days> {
  const any = await store.db.selectFrom("revenue_snapshots").select("scope").where("currency", "=", currency).limit(1)
    .executeTakeFirst();
  const before = any ? [] : Array.from({ length: WEEKS_BEFORE }, (_, n) => ({
    asOf: dayOf(dayNumber(asOf) - 7 * (WEEKS_BEFORE - n)),
    told: false,
    scopes: [],
  }));
  return [...before, { asOf, told: true, scopes: [] }];
}

async function write(store: Store, currency: string, list: readonly Snapshot[]): Promise<void> {
  await store.tx(async (trx) => {
    for (let from = 0; from < list.length; from += ROWS) {
      await sql`insert into revenue_snapshots (scope, currency, period, as_of, told, expected, low, high, won, weighted,
          commit_sum, best_sum)
        select scope, ${currency}, period, "asOf", told, expected, low, high, won, weighted, commit, best
        from jsonb_to_recordset(${JSON.stringify(list.slice(from, from + ROWS))}::jsonb) as t (scope text, period text,
          "asOf" date, told boolean, expected bigint, low bigint, high bigint, won bigint, weighted bigint, commit bigint,
          best bigint)
        on conflict (scope, currency, period, as_of) do update set told = excluded.told, expected = excluded.expected,
          low = excluded.low, high = excluded.high, won = excluded.won, weighted = excluded.weighted,
          commit_sum = excluded.commit_sum, best_sum = excluded.best_sum, made_at = now()
        where excluded.told or not revenue_snapshots.told`.execute(trx);
    }
  });
}

type Of = Omit<RevenueFilter, "months"> & { period: string | null };

/** @throws {ForbiddenError} Refusals: `revenue.error.*`, `revenue.error.no-history`: nothing is kept of just these deals */
export async function revenueHistory(
  store: Store,
  access: Access,
  { filter, now = Date.now() }: { filter: Of; now?: number },
): Promise<Result<HistoryView>> {
  const reach = await reached(store, access, filter);
  if (!reach.ok) return reach;
  const scope = await keptScope(store, access, filter);
  if (scope === null) return { ok: false, code: "revenue.error.no-history" };
  const name = scopeName(scope);
  const { currency } = filter;
  const { rows: periods } = await sql<{ period: string }>`select distinct period from revenue_snapshots
    where scope = ${name} and currency = ${currency}`.execute(store.db);
  const today = dayIn(now, reach.timeZone);
  const names = periods.map(({ period }) => period).sort((a, b) => daysOf(b).from.localeCompare(daysOf(a).from));
  const period = filter.period ?? names.filter((one) => one.includes("Q")).find((one) => daysOf(one).from <= today) ??
    names.find((one) => daysOf(one).from <= today) ?? names[0] ?? today.slice(0, 7);
  const { rows: points } = await sql<HistoryPoint>`select as_of::text as "asOf", told, expected::float8 as expected,
      low::float8 as low, high::float8 as high, won::float8 as won, weighted::float8 as weighted,
      commit_sum::float8 as commit, best_sum::float8 as best
    from revenue_snapshots where scope = ${name} and currency = ${currency} and period = ${period}
    order by as_of`.execute(store.db);
  const { from, to } = daysOf(period);
  const { rows: [came] } = await sql<{ minor: number }>`select
      coalesce(sum((r.amount ->> 'minor')::bigint), 0)::float8 as minor
    from deals r where ${reach.where} and r.archived_at is null and r.status = 'won'
      and r.amount ->> 'currency' = ${currency}
      and r.closed_at >= ${from}::date::timestamp at time zone ${reach.timeZone}
      and r.closed_at < (${to}::date + 1)::timestamp at time zone ${reach.timeZone}`.execute(store.reports);
  return { ok: true, value: { period, periods: names, points, came: to < today ? came.minor : null } };
}
