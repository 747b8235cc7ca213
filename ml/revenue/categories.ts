/** Deals as people judge them: commit, best case, pipeline, omitted, by expected day of closing. No model is in it. Pure. */
import type { DealLife } from "@/ml/revenue/life.ts";
import { inPeriod } from "@/ml/revenue/periods.ts";
import type { CategoryRow, ForecastCategory, Sum } from "@/ml/revenue/view.ts";

/** Probability in percent from which on a deal that nobody judged counts as promised, and as the best case. */
export const COMMIT_FROM = 75;
export const BEST_FROM = 50;

/** What a deal counts as: as a person said, else by its probability. */
export function categoryOf(
  { category, probability }: { category: ForecastCategory; probability: number },
): Exclude<ForecastCategory, ""> {
  if (category !== "") return category;
  if (probability >= COMMIT_FROM) return "commit";
  if (probability >= BEST_FROM) return "best-case";
  return probability > 0 ? "pipeline" : "omitted";
}

const KEY = { commit: "commit", "best-case": "bestCase", pipeline: "pipeline", omitted: "omitted" } as const;

export interface Judged {
  categories: CategoryRow[];
  overdue: Sum;
  undated: Sum;
}

/** Of deals as they are; `today` tells which days have passed. What is overdue is in no period. */
export function judged(lives: readonly DealLife[], options: { periods: readonly string[]; today: string }): Judged {
  const none = (): Sum => ({ deals: 0, minor: 0 });
  const rows = options.periods.map((name): CategoryRow => ({
    name,
    won: none(),
    commit: none(),
    bestCase: none(),
    pipeline: none(),
    omitted: none(),
  }));
  const overdue = none(), undated = none();
  const add = (sum: Sum, minor: number | null) => {
    sum.deals++;
    sum.minor += minor ?? 0;
  };
  for (const life of lives) {
    if (life.gone !== null || life.status === "lost") continue;
    const day = life.status === "won" ? life.closed : life.closeDate;
    if (life.status === "open" && day === null) add(undated, life.minor);
    else if (life.status === "open" && day! < options.today) add(overdue, life.minor);
    else if (day !== null) {
      const key = life.status === "won" ? "won" as const : KEY[categoryOf(life)];
      for (const row of rows) if (inPeriod(day, row.name)) add(row[key], life.minor);
    }
  }
  return { categories: rows, overdue, undated };
}
