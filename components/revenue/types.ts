/** What the pages of revenue give their islands. */
import type { RevenueFilter } from "@/ml/revenue/view.ts";
import type { Choice } from "@/components/reports/types.ts";
import type { Zone } from "@/components/time/format.ts";

export interface RevenueSetUp {
  filter: RevenueFilter;
  /** The filter of a page without any in its address. */
  usual: RevenueFilter;
  /** In the company's zone, `YYYY-MM-DD`. */
  today: string;
  pipelines: Choice[];
  people: Choice[];
  teams: Choice[];
  currencies: string[];
  /** There is a deal at all. */
  any: boolean;
  mayExport: boolean;
  mayQuota: boolean;
  /** Amounts are hidden from the person: there is nothing to tell. */
  blind: boolean;
  zone: Zone;
}
