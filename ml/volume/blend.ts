/**
 * Several models as one: their weights come from the queue's own rolling back-test, so that a queue which the network
 * does not understand is forecast by what works there. Geometric mean: errors of forecasts are ratios. Pure.
 */
import type { Told } from "@/ml/volume/back_test.ts";

/** Steps of the search. */
const STEPS = 200;
/** How strongly weights are held to those of the single errors while there are few days to judge by, in days. */
const HELD = 10;

/** A mixture must be better than the best single model by so much: it also brings in what that model knows and others don't. */
const WORTH = 0.04;
/** Of fewer days than this more is asked: in two days anything is better than anything by ten percent. */
const ENOUGH = 20;

/**
 * Weights that sum to one. `told` are back-tests of each model over the same days, the likeliest model first; it is left
 * only for one that is better by {@link WORTH}. Without days the first one is taken.
 */
export function blendWeights(told: readonly (readonly Told[])[]): number[] {
  const only = (chosen: number) => told.map((_, n) => n === chosen ? 1 : 0);
  if ((told[0]?.length ?? 0) === 0) return only(0);
  const worth = WORTH * Math.max(1, ENOUGH / told[0].length);
  const single = told.map(errorOf);
  const best = single.indexOf(Math.min(...single));
  const chosen = single[best] < single[0] * (1 - worth) ? best : 0;
  const weights = search(told, single);
  const mixture = told[0].map((one, d) => ({ ...one, expected: mixed(told.map((list) => list[d].expected), weights) }));
  return errorOf(mixture) < single[chosen] * (1 - worth) ? weights : only(chosen);
}

/** Multiplicative updates of the mean absolute error, from weights that fall with each model's own error. */
function search(told: readonly (readonly Told[])[], single: readonly number[]): number[] {
  const best = Math.min(...single);
  const own = normal(single.map((error) => (Math.max(best, 1e-9) / Math.max(error, 1e-9)) ** 8));
  let weights = own.slice();
  for (let step = 0; step < STEPS; step++) {
    const slopes = slopesOf(told, weights);
    weights = normal(weights.map((weight, n) => Math.max(1e-4, weight) * Math.exp(-slopes[n])));
  }
  const trust = told[0].length / (told[0].length + HELD);
  return normal(weights.map((weight, n) => trust * weight + (1 - trust) * own[n]));
}

/** Weighted geometric mean; an interval that some model expects nothing in is averaged plainly. */
export function mixed(parts: readonly Float64Array[], weights: readonly number[]): Float64Array {
  return Float64Array.from(parts[0], (_, slot) => {
    let log = 0, plain = 0;
    for (let n = 0; n < parts.length; n++) {
      plain += weights[n] * parts[n][slot];
      log += weights[n] * Math.log(parts[n][slot]);
    }
    return Number.isFinite(log) ? Math.exp(log) : plain;
  });
}

/** How the error changes with each weight. */
function slopesOf(told: readonly (readonly Told[])[], weights: readonly number[]): number[] {
  const slopes = told.map(() => 0);
  let all = 0;
  for (let d = 0; d < told[0].length; d++) {
    const { calls } = told[0][d];
    const mean = mixed(told.map((list) => list[d].expected), weights);
    for (let slot = 0; slot < calls.length; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      all += calls[slot];
      const sign = Math.sign(mean[slot] - calls[slot]) * mean[slot];
      for (let n = 0; n < told.length; n++) {
        const ratio = told[n][d].expected[slot] / mean[slot];
        if (ratio > 0 && Number.isFinite(ratio)) slopes[n] += sign * Math.log(ratio);
      }
    }
  }
  return slopes.map((slope) => slope / Math.max(all, 1));
}

function errorOf(told: readonly Told[]): number {
  let error = 0, all = 0;
  for (const { expected, calls } of told) {
    for (let slot = 0; slot < calls.length; slot++) {
      if (Number.isNaN(calls[slot])) continue;
      error += Math.abs(calls[slot] - expected[slot]);
      all += calls[slot];
    }
  }
  return error / Math.max(all, 1);
}

function normal(weights: readonly number[]): number[] {
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((one) => one / sum);
}
