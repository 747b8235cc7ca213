/** The filter of a page of revenue, kept in its address, with what is told for it. */
import { useState } from "preact/hooks";
import { queryOf } from "@/components/revenue/query.ts";
import type { RevenueSetUp } from "@/components/revenue/types.ts";
import { type Asked, useAsked } from "@/components/revenue/use_asked.ts";
import type { QuotaRow, RevenueFilter, RevenueView } from "@/ml/revenue/view.ts";

export interface RevenueState {
  filter: RevenueFilter;
  asked: Asked<RevenueView>;
  change(patch: Partial<RevenueFilter>): void;
  /** A quota was set or taken away: shown at once. */
  quotaSet(period: string, who: { by: "owner" | "team"; key: string }, row: QuotaRow | null): void;
}

export function useRevenue(setUp: RevenueSetUp, { asks }: { asks: boolean }): RevenueState {
  const [filter, setFilter] = useState(setUp.filter);
  const asked = useAsked<RevenueView>(asks ? `/api/v1/forecasting/revenue?${queryOf(filter)}` : null);
  return {
    filter,
    asked,
    change(patch) {
      const next = { ...filter, ...patch };
      setFilter(next);
      const query = queryOf(next, setUp.usual);
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    },
    quotaSet(period, who, row) {
      const view = asked.value;
      if (!view) return;
      const others = view.quotas.filter((one) => one.period !== period || one[who.by] !== who.key);
      asked.put({ ...view, quotas: row ? [...others, row] : others });
    },
  };
}
