/** Quotas beside what is won and told. Pure. */
import { monthsOf } from "@/ml/revenue/periods.ts";
import type { QuotaRow, RevenueView } from "@/ml/revenue/view.ts";

type Of = Pick<RevenueView, "quotas" | "filter">;

/** Of a period as it was set; a quarter without one has those of its months. null: none. */
export function quotaOf(
  { quotas }: Of,
  who: { by: "owner" | "team"; key: string | null; period: string },
): { minor: number; row: QuotaRow | null } | null {
  if (who.key === null) return null;
  const of = (period: string) => quotas.find((one) => one[who.by] === who.key && one.period === period);
  const own = of(who.period);
  if (own) return { minor: own.minor, row: own };
  const months = who.period.includes("Q") ? monthsOf(who.period).flatMap((month) => of(month) ?? []) : [];
  return months.length > 0 ? { minor: months.reduce((sum, { minor }) => sum + minor, 0), row: null } : null;
}

/** Of all that the filter holds: the person's, the team's, else those of all teams, else those of all people. */
export function wholeQuota(view: Of & Pick<RevenueView, "groups">, period: string): number | null {
  const { owner, team } = view.filter;
  if (owner) return quotaOf(view, { by: "owner", key: owner, period })?.minor ?? null;
  if (team) return quotaOf(view, { by: "team", key: team, period })?.minor ?? null;
  for (const by of ["team", "owner"] as const) {
    const keys = new Set(view.quotas.flatMap((one) => one[by] ?? []));
    const sums = [...keys].flatMap((key) => quotaOf(view, { by, key, period })?.minor ?? []);
    if (sums.length > 0) return sums.reduce((all, one) => all + one, 0);
  }
  return null;
}

/** Share of the quota that is won; null: none is set. */
export function attained(won: number, quota: number | null): number | null {
  return quota === null || quota <= 0 ? null : won / quota;
}

/** Money as a person types it, in minor units; null: not a sum. */
export function readSum(text: string, digits: number): number | null {
  const bare = text.replace(/[\s\u00a0\u202f']/g, "").replace(",", ".");
  if (!/^\d+(\.\d+)?$/.test(bare)) return null;
  const minor = Math.round(Number(bare) * 10 ** digits);
  return Number.isSafeInteger(minor) && minor <= 1e15 ? minor : null;
}
