/** Seeded randomness of the simulator: the same seed gives the same callers, patience and talk times. */
import type { Random } from "@/actors/runtime/types.ts";

/** Uniform in [0, 1): mulberry32 (Tommy Ettinger, 2017, public domain). */
export function seeded(seed: number): Random {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Exponential with the given mean. */
export function exponential(random: Random, mean: number): number {
  return -Math.log(1 - random()) * mean;
}

/** Lognormal with the given mean and coefficient of variation: talk times of call centres are close to lognormal
 * (Brown et al., "Statistical Analysis of a Telephone Call Center", JASA 2005). */
export function lognormal(random: Random, options: { mean: number; cv: number }): number {
  const variance = Math.log(1 + options.cv * options.cv);
  const mu = Math.log(options.mean) - variance / 2;
  const u = Math.max(random(), 1e-12);
  const normal = Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random());
  return Math.exp(mu + Math.sqrt(variance) * normal);
}

/** One of the items, by weight. */
export function pick<T>(random: Random, items: readonly { item: T; weight: number }[]): T {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  let at = random() * total;
  for (const { item, weight } of items) {
    at -= weight;
    if (at < 0) return item;
  }
  return items[items.length - 1].item;
}
