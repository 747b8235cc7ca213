/** The filter as a query, and from figures to their deals. Pure. */
import type { Condition } from "@/crm/record/types.ts";
import { daysOf } from "@/ml/revenue/periods.ts";
import type { GroupBy, RevenueFilter } from "@/ml/revenue/view.ts";

/** What is not asked is left out. */
export function queryOf(filter: Partial<RevenueFilter>, usual?: RevenueFilter): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) {
    if (value !== null && value !== usual?.[key as keyof RevenueFilter]) params.set(key, `${value}`);
  }
  return params.toString();
}

export type Wanted =
  | { status: "won"; period: string }
  | { status: "open"; period?: string; more?: Condition[] };

/** The list of the deals that a figure is of. */
export function dealsOf(conditions: readonly Condition[], wanted: Wanted): string {
  const more: Condition[] = [{ field: "status", op: "is", value: wanted.status }];
  if (wanted.period) {
    const { from, to } = daysOf(wanted.period);
    more.push({ field: wanted.status === "won" ? "closed" : "closeDate", op: "between", value: [from, to] });
  }
  if (wanted.status === "open") more.push(...wanted.more ?? []);
  return `/deals?view=all&filter=${encodeURIComponent(JSON.stringify([...conditions, ...more]))}`;
}

/** Deals of one person, team or pipeline. */
export function ofGroup(by: GroupBy, key: string | null): Condition {
  return key === null ? { field: by, op: "empty" } : { field: by, op: "is", value: key };
}
