/**
 * A small network of one hidden layer, as it is kept and told from: plain sums, no tensors, so that a record is scored
 * within the server. network_fit.ts fits it. Pure.
 */
import type { Bins } from "@/ml/scores/features.ts";
import { input, inputs, layout } from "@/ml/scores/inputs.ts";

export interface Network {
  /** Weights of the hidden units by input, row after row: `hidden[input * units + unit]`. */
  hidden: number[];
  units: number;
  /** Weights of the hidden units in the answer, then its constant. */
  out: number[];
  /** Weights that go past the hidden layer, by input: the logistic regression that the units mend. */
  straight: number[];
  /** Mean of each input over the rows that were learnt from. */
  means: number[];
}

/** Log-odds of all rows. */
export function networkOdds(network: Network, bins: Bins): Float64Array {
  const { starts } = layout(bins);
  return Float64Array.from({ length: bins.rows }, (_, row) => answer(network, inputs(bins, row, starts)));
}

function answer(network: Network, cells: readonly (readonly [number, number])[]): number {
  const { hidden, units, out, straight } = network;
  const sums = new Float64Array(units);
  let odds = out[units];
  for (const [index, value] of cells) {
    odds += straight[index] * value;
    for (let unit = 0; unit < units; unit++) sums[unit] += hidden[index * units + unit] * value;
  }
  for (let unit = 0; unit < units; unit++) odds += out[unit] * Math.max(0, sums[unit]);
  return odds;
}

/**
 * What each feature added: the mean gradient on the way from the mean record to this one (integrated gradients,
 * Sundararajan, Taly and Yan 2017). rest + the sum of effects = the log-odds.
 */
export function networkEffects(network: Network, bins: Bins, row: number): { rest: number; effects: Float64Array } {
  const { starts, size } = layout(bins);
  const { hidden, units, out, straight, means } = network;
  const to = new Float64Array(size);
  for (const [index, value] of inputs(bins, row, starts)) to[index] = value;
  const effects = new Float64Array(starts.length);
  const STEPS = 16;
  const sums = new Float64Array(units);
  for (let step = 0; step < STEPS; step++) {
    const share = (step + 0.5) / STEPS;
    sums.fill(0);
    for (let index = 0; index < size; index++) {
      const value = means[index] + share * (to[index] - means[index]);
      if (value !== 0) { for (let unit = 0; unit < units; unit++) sums[unit] += hidden[index * units + unit] * value; }
    }
    starts.forEach((start, feature) => {
      const end = starts[feature + 1] ?? size;
      for (let index = start; index < end; index++) {
        let slope = straight[index];
        for (let unit = 0; unit < units; unit++) if (sums[unit] > 0) slope += out[unit] * hidden[index * units + unit];
        effects[feature] += slope * (to[index] - means[index]) / STEPS;
      }
    });
  }
  const whole = answer(network, [...to.entries()]);
  const rest = answer(network, [...means.entries()]);
  // The steps are a sum and not an integral: what they miss is spread by size.
  const moved = effects.reduce((sum, effect) => sum + effect, 0), missed = whole - rest - moved;
  const weight = effects.reduce((sum, effect) => sum + Math.abs(effect), 0);
  return { rest, effects: weight > 0 ? effects.map((one) => one + missed * Math.abs(one) / weight) : effects };
}

/** Mean of each input over the rows. */
export function inputMeans(bins: Bins): number[] {
  const { starts, size } = layout(bins);
  const means = new Float64Array(size);
  means[0] = 1;
  for (let row = 0; row < bins.rows; row++) {
    starts.forEach((start, feature) => {
      const [index, value] = input(bins, { row, feature, start });
      means[index] += value / bins.rows;
    });
  }
  return [...means];
}
