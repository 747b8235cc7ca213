/** From hazards to chances: when a deal is won or lost within the days to come (cumulative incidence). Pure. */
import type { Rates } from "@/ml/revenue/closing.ts";

export interface Chances {
  /** Chance of being won on each day of the horizon, from the first on. */
  won: Float64Array;
  /** Chance of being lost within the horizon. */
  lost: number;
  /** Chance of being open after it. */
  open: number;
}

/**
 * Walks through `days` days with the rates of each (`rates(0)` of the first): whoever is open in the morning closes with
 * probability 1 − exp(−won − lost), and the ends share it by their rates.
 */
export function chances(days: number, rates: (day: number) => Rates): Chances {
  const won = new Float64Array(days);
  let open = 1, lost = 0;
  for (let day = 0; day < days; day++) {
    const rate = rates(day);
    const both = rate.won + rate.lost;
    if (both <= 0) continue;
    const closes = open * -Math.expm1(-both);
    won[day] = closes * rate.won / both;
    lost += closes * rate.lost / both;
    open -= closes;
  }
  return { won, lost, open };
}
