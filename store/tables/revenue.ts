/** Table types of revenue: store/migrations/0025_revenue.sql. */
import type { Generated } from "kysely";
import type { StampedTimestamp } from "@/store/tables/people.ts";

/** What a person says that a deal is; empty: by its probability. */
export type ForecastCategory = "" | "commit" | "best-case" | "pipeline" | "omitted";

export interface RevenueQuotasTable {
  id: string;
  /** `2026-11` or `2026-Q4`. */
  period: string;
  owner_id: string | null;
  team_id: string | null;
  currency: string;
  /** bigint as text. */
  minor: string;
  version: Generated<number>;
  updated_by: string | null;
  updated_at: StampedTimestamp;
}

export interface RevenueSnapshotsTable {
  scope: string;
  currency: string;
  period: string;
  as_of: string;
  told: boolean;
  expected: string;
  low: string;
  high: string;
  won: string;
  weighted: string;
  commit_sum: string;
  best_sum: string;
  made_at: StampedTimestamp;
}

export interface RevenueTables {
  revenue_quotas: RevenueQuotasTable;
  revenue_snapshots: RevenueSnapshotsTable;
}
