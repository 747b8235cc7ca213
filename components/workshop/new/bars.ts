/** The errors of a version and of what it is compared with, to be drawn. Pure. */
import type { VersionDetail } from "@/ml/registry/types.ts";
import { BASELINES, type FamilyName } from "@/ml/volume/report.ts";

export interface Bar {
  name: "product" | "champion" | FamilyName | "trees" | "logistic";
  /** WAPE, or the share of pairs told wrongly: less is better. */
  error: number;
}

/** The version first, then the champion and the simple ways that it has to beat; those with an error only. */
export function barsOf(report: VersionDetail["report"]): Bar[] {
  const bars: { name: Bar["name"]; error: number | null }[] = "told" in report
    ? (["product", "champion", ...BASELINES] as const).map((name) => ({
      name,
      error: report.models.find((model) => model.name === name)?.wape ?? null,
    }))
    : (["product", "champion", "logistic"] as const).map((name) => {
      const auc = report.models.find((model) => model.name === name)?.auc ?? null;
      return { name, error: auc === null ? null : 1 - auc };
    });
  return bars.flatMap(({ name, error }) => error === null || !Number.isFinite(error) ? [] : [{ name, error }]);
}
