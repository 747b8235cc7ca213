/** Figures of a back-test that tell a person more than the error by interval: of whole days, and what is mere chance. Pure. */
import type { VolumeReport } from "@/ml/volume/report.ts";

export interface PlainFigures {
  /** WAPE of whole days. */
  day: number | null;
  /**
   * WAPE by interval that even the true means would have, were calls to come by chance alone (Poisson): nobody can do
   * better than this on a small queue.
   */
  floor: number | null;
}

export function plainFigures({ told }: Pick<VolumeReport, "told">): PlainFigures {
  let [errors, came, chance, mean] = [0, 0, 0, 0];
  for (const { calls, expected } of told) {
    let [dayCame, dayTold] = [0, 0];
    for (const [at, value] of calls.entries()) {
      const own = expected[at];
      if (value === null || !Number.isFinite(own)) continue;
      dayCame += value;
      dayTold += own;
      chance += poissonDeviation(own);
    }
    errors += Math.abs(dayCame - dayTold);
    came += dayCame;
    mean += dayTold;
  }
  return { day: share(errors, came), floor: share(chance, mean) };
}

function share(part: number, whole: number): number | null {
  const found = part / whole;
  return Number.isFinite(found) ? found : null;
}

/**
 * Mean absolute deviation of a Poisson count from its mean: 2 e^(−λ) λ^(⌊λ⌋+1) / ⌊λ⌋! (Crow 1958, "The mean deviation of
 * the Poisson distribution").
 */
export function poissonDeviation(mean: number): number {
  if (!(mean > 0)) return 0;
  const whole = Math.floor(mean);
  // For large means the normal's √(2λ/π) is the same to four digits.
  if (whole > 1_000) return Math.sqrt((2 * mean) / Math.PI);
  let log = Math.log(2) - mean + (whole + 1) * Math.log(mean);
  for (let k = 2; k <= whole; k++) log -= Math.log(k);
  return Math.exp(log);
}
