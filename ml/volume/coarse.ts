/**
 * Short intervals learnt from as longer ones: within a quarter of an hour calls come as they always did at that time of
 * the day, and a network of a third of the intervals is fitted in a ninth of the time. Pure.
 */
import type { Day, Forecast, History } from "@/ml/volume/history.ts";

/** Minutes of a long interval, and so many of them are enough for a day. */
const LONG = 15;
const FEW_SLOTS = 60;
/** Days that say how calls come within a long interval. */
const LEARNT_FROM = 120;

/** How many intervals go into one; 1: they are long enough. */
export function lotOf({ step, slots }: Pick<History, "step" | "slots">): number {
  return slots <= FEW_SLOTS ? 1 : Math.max(1, Math.floor(LONG / step));
}

/** Days by long intervals; one of which a part is not known is not known. */
export function coarsened(history: History, lot: number): History {
  const slots = Math.ceil(history.slots / lot);
  const days = history.days.map(({ day, calls }): Day => ({
    day,
    calls: Float64Array.from({ length: slots }, (_, n) => {
      let sum = 0;
      for (let slot = n * lot; slot < Math.min(history.slots, (n + 1) * lot); slot++) sum += calls[slot];
      return sum;
    }),
  }));
  return { ...history, step: history.step * lot, slots, days };
}

/** Share of each short interval in its long one, smoothed over its neighbours. */
export function sharesOf({ days, slots }: History, lot: number): Float64Array {
  const sums = new Float64Array(slots), counts = new Float64Array(slots);
  for (const { calls } of days.slice(-LEARNT_FROM)) {
    for (let slot = 0; slot < slots; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      sums[slot] += calls[slot];
      counts[slot]++;
    }
  }
  const means = sums.map((sum, slot) => counts[slot] > 0 ? sum / counts[slot] : 0);
  const smooth = means.map((mean, slot) => {
    const before = means[Math.max(0, slot - 1)], after = means[Math.min(slots - 1, slot + 1)];
    return (before + 2 * mean + after) / 4;
  });
  return smooth.map((mean, slot) => {
    const from = slot - slot % lot;
    const own = smooth.subarray(from, Math.min(slots, from + lot));
    const whole = own.reduce((sum, one) => sum + one, 0);
    return whole > 0 ? mean / whole : 1 / own.length;
  });
}

/** A forecast by long intervals as one by short ones. */
export function refined(forecast: Forecast, shares: Float64Array): Forecast {
  return (days) =>
    forecast(days).map((coarse) => {
      const lot = Math.ceil(shares.length / coarse.length);
      return shares.map((share, slot) => coarse[Math.floor(slot / lot)] * share);
    });
}
