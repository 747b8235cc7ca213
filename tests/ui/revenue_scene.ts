/** The demo company with plans, a promised deal and what was told in the weeks before. For the suite and for trials. */
import { sql } from "kysely";
import { keepSnapshots, setQuota, setQuotaSchema } from "@/ml/revenue/mod.ts";
import { quarterOf } from "@/ml/revenue/periods.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";

export async function plannedSales(store: Store, options: { snapshots: boolean }): Promise<{ currency: string }> {
  const today = new Date().toISOString().slice(0, 10);
  const period = quarterOf(today);
  const { rows } = await sql<{ owner: string; currency: string; minor: number }>`
    select owner_id::text as owner, amount ->> 'currency' as currency, sum((amount ->> 'minor')::bigint)::float8 as minor
    from deals where status = 'won' and closed_at > now() - interval '180 days' group by 1, 2 order by 3 desc`
    .execute(store.db);
  const currency = rows[0].currency;
  for (const { owner, minor } of rows) {
    const quota = { period, owner, currency, minor: Math.max(100_000_00, Math.round(minor / 2 / 1e7) * 1e7) };
    unwrap(await setQuota(store, SYSTEM, setQuotaSchema.parse(quota)));
  }
  if (options.snapshots) await keepSnapshots(store);
  return { currency };
}
