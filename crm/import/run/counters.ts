/** Counting rows. Pure. */
import type { ImportCounters } from "@/store/tables/imports.ts";
import type { Planned } from "@/crm/import/rows/plan.ts";

export const NO_COUNTERS: ImportCounters = { total: 0, created: 0, updated: 0, skipped: 0, failed: 0, warned: 0 };

export function counted(before: ImportCounters, planned: readonly Planned[]): ImportCounters {
  const next = { ...before };
  for (const { action, errors } of planned) {
    next.total++;
    if (action === "create") next.created++;
    else if (action === "update") next.updated++;
    else if (action === "skip") next.skipped++;
    else next.failed++;
    if (action !== "fail") next.warned += errors.length;
  }
  return next;
}
