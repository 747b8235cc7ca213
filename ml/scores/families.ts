/**
 * The models that a score can be made of, behind one door: each learns from bins and outcomes, tells log-odds, and says
 * what each feature added. What they learnt is plain data. Fitting the network alone needs tensors; telling never does.
 */
import { allOdds, type Boosted, type BoostSettings, effectsOf, fitTrees } from "@/ml/scores/boost.ts";
import type { Bins } from "@/ml/scores/features.ts";
import { fitLogistic, logisticEffects, logisticOdds } from "@/ml/scores/logistic.ts";
import { type Network, networkEffects, networkOdds } from "@/ml/scores/network.ts";

export type Family = "trees" | "logistic" | "network";

export type Fitted =
  | { family: "trees"; trees: Boosted }
  | { family: "logistic"; weights: number[]; means: number[] }
  | { family: "network"; network: Network };

/** Fits one family; `boost` is of trees only. */
export async function fitFamily(
  family: Family,
  { bins, outcome }: { bins: Bins; outcome: Uint8Array },
  options: { boost?: Partial<BoostSettings> } = {},
): Promise<Fitted> {
  switch (family) {
    case "trees":
      return { family, trees: fitTrees(bins, outcome, options.boost) };
    case "logistic": {
      const weights = fitLogistic(bins, outcome);
      return { family, weights: [...weights], means: logisticEffects(weights, bins).means };
    }
    case "network": {
      // Tensors are a second to load: only for those who ask.
      const { fitNetwork } = await import("@/ml/scores/network_fit.ts");
      return { family, network: await fitNetwork(bins, outcome) };
    }
  }
}

/** Log-odds of all rows. */
export function oddsBy(fitted: Fitted, bins: Bins): Float64Array {
  switch (fitted.family) {
    case "trees":
      return allOdds(fitted.trees, bins);
    case "logistic":
      return logisticOdds(Float64Array.from(fitted.weights), bins);
    case "network":
      return networkOdds(fitted.network, bins);
  }
}

/** What each feature added to a row's log-odds; rest + the sum of effects = the log-odds. */
export function effectsBy(fitted: Fitted, bins: Bins, row: number): { rest: number; effects: Float64Array } {
  switch (fitted.family) {
    case "trees":
      return effectsOf(fitted.trees, bins, row);
    case "logistic":
      return logisticEffects(Float64Array.from(fitted.weights), bins, { row, means: fitted.means });
    case "network":
      return networkEffects(fitted.network, bins, row);
  }
}
