/** From a figure to its deals: the list's address with the report's filter and what the figure adds. Pure. */
import type { Condition } from "@/crm/record/types.ts";
import { daysOf } from "@/crm/reports/figures.ts";
import type { Dimension, SalesFilter, SalesReport } from "@/crm/reports/types.ts";

export type Status = "won" | "lost" | "open";

export interface Wanted {
  status?: Status;
  /** `YYYY-MM`; absent: the whole period. */
  month?: string;
  more?: Condition | null;
}

/** null: a list of deals cannot say it. */
export function listOf(report: Pick<SalesReport, "conditions" | "filter">, wanted: Wanted): string | null {
  if (report.conditions === null || wanted.more === null) return null;
  const { from, to } = wanted.month ? daysOf(wanted.month, report.filter) : report.filter;
  const when: Condition[] = wanted.status === "open"
    ? []
    : [{ field: wanted.status ? "closed" : "created", op: "between", value: [from, to] }];
  const status: Condition[] = wanted.status ? [{ field: "status", op: "is", value: wanted.status }] : [];
  const filter = [...report.conditions, ...status, ...when, ...(wanted.more ? [wanted.more] : [])];
  return `/deals?view=all&filter=${encodeURIComponent(JSON.stringify(filter))}`;
}

/** Deals of one group; null: lists do not know it. */
export function groupCondition(dimension: Pick<Dimension, "key" | "kind">, key: string | null): Condition | null {
  if (dimension.kind === "company" || (dimension.kind === "product" && key !== null) || key === "…") return null;
  const field = dimension.kind === "product" ? "lines" : dimension.key;
  return key === null ? { field, op: "empty" } : { field, op: "is", value: key };
}

/** The filter as a query: what is not asked is left out. */
export function queryOf(filter: SalesFilter, usual?: SalesFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) {
    if (value !== null && value !== usual?.[key as keyof SalesFilter]) params.set(key, value);
  }
  return params;
}
