/** Deals of a contact, a company or a lead, as far as the person sees them, and what they add up to. */
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { StageType } from "@/store/tables/sales.ts";
import type { Store } from "@/crm/records.ts";
import {
  type ContactableKind,
  type CrmRecord,
  fieldRight,
  getRecord,
  getRecords,
  inReach,
  type Money,
  reachOf,
} from "@/crm/record/mod.ts";

export type DealSums = Record<StageType, { count: number; amounts: Money[] }>;

export interface DealsOf {
  /** Open ones first, then the newest. */
  deals: CrmRecord[];
  stages: Record<string, { name: string; colour: string }>;
  /** Of all, not only of those listed; one amount a currency. */
  sums: DealSums;
}

/** null: there is no such record in reach. @throws {ForbiddenError} */
export async function dealsOf(
  store: Store,
  access: Access,
  options: { kind: ContactableKind; id: string; limit: number },
): Promise<DealsOf | null> {
  const { kind, id, limit } = options;
  if (!await getRecord(store, access, { kind, id })) return null;
  const sums: DealSums = {
    open: { count: 0, amounts: [] },
    won: { count: 0, amounts: [] },
    lost: { count: 0, amounts: [] },
  };
  const link = { lead: "lead", contact: "contacts", company: "companyLink" }[kind];
  const sees = (key: string) => fieldRight(access, "deal", key) !== "hidden";
  if (reachOf(access, "deal", "view") === "none" || !sees(link)) return { deals: [], stages: {}, sums };
  const linked = kind === "contact"
    ? sql<boolean>`r.contacts @> ${JSON.stringify([id])}::jsonb`
    : sql<boolean>`${sql.ref(`r.${kind}_id`)} = ${id}::uuid`;
  const where = sql`r.archived_at is null and ${linked} and ${inReach(access, "deal", "view")}`;
  const [totals, ids] = await Promise.all([
    sql<{ status: StageType; currency: string | null; deals: number; minor: number }>`
      select r.status, r.amount ->> 'currency' as currency, count(*)::int as deals,
        coalesce(sum((r.amount ->> 'minor')::bigint), 0)::float8 as minor
      from deals r where ${where} group by 1, 2 order by 4 desc`.execute(store.db),
    sql<{ id: string }>`select r.id from deals r where ${where}
      order by r.status <> 'open', r.created_at desc, r.id desc limit ${limit}`.execute(store.db),
  ]);
  for (const { status, currency, deals, minor } of totals.rows) {
    sums[status].count += deals;
    if (currency && sees("amount")) sums[status].amounts.push({ minor, currency });
  }
  const order = ids.rows.map((row) => row.id);
  const found = await getRecords(store, access, { kind: "deal", ids: order });
  const deals = found.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const stageIds = [...new Set(deals.flatMap(({ values }) => typeof values.stage === "string" ? [values.stage] : []))];
  const stages = stageIds.length === 0
    ? []
    : await store.db.selectFrom("stages").select(["id", "name", "colour"]).where("id", "in", stageIds).execute();
  return { deals, stages: Object.fromEntries(stages.map(({ id, ...stage }) => [id, stage])), sums };
}
