/** How good probabilities of an outcome are. Pure. */
import type { Random } from "@/actors/runtime/types.ts";

export interface Quality {
  /** Chance that a won record is scored above a lost one; ties count half. .5 is a coin. */
  auc: number;
  /** Mean squared error of the probabilities (Brier 1950). */
  brier: number;
  /** Mean gap of told and seen shares over ten groups of equal size. */
  ece: number;
  /** Mean negative log-likelihood, in nats. */
  logLoss: number;
}

/** Area under the ROC curve by ranks (Mann and Whitney); .5 when only one outcome is there. */
export function auc(score: ArrayLike<number>, outcome: Uint8Array): number {
  const order = Uint32Array.from(outcome, (_, n) => n).sort((a, b) => score[a] - score[b]);
  let ranks = 0, yes = 0;
  for (let from = 0; from < order.length;) {
    let to = from, wins = 0;
    while (to < order.length && score[order[to]] === score[order[from]]) wins += outcome[order[to++]];
    ranks += wins * (from + to + 1) / 2;
    yes += wins;
    from = to;
  }
  const no = outcome.length - yes;
  return yes === 0 || no === 0 ? 0.5 : (ranks - yes * (yes + 1) / 2) / (yes * no);
}

/** Expected calibration error over groups of equal size. */
export function ece(probability: ArrayLike<number>, outcome: Uint8Array, groups = 10): number {
  const order = Uint32Array.from(outcome, (_, n) => n).sort((a, b) => probability[a] - probability[b] || a - b);
  let error = 0;
  for (let group = 0; group < groups; group++) {
    let apart = 0;
    const to = Math.floor((group + 1) * order.length / groups);
    for (let n = Math.floor(group * order.length / groups); n < to; n++) {
      apart += probability[order[n]] - outcome[order[n]];
    }
    error += Math.abs(apart);
  }
  return error / outcome.length;
}

/** All four. */
export function quality(probability: ArrayLike<number>, outcome: Uint8Array): Quality {
  let brier = 0, logLoss = 0;
  for (let n = 0; n < outcome.length; n++) {
    brier += (probability[n] - outcome[n]) ** 2;
    logLoss -= Math.log(Math.max(1e-12, outcome[n] ? probability[n] : 1 - probability[n]));
  }
  const count = outcome.length;
  return {
    auc: auc(probability, outcome),
    brier: brier / count,
    ece: ece(probability, outcome),
    logLoss: logLoss / count,
  };
}

/** Where the AUC lies in 95 of 100 other samples of such records (percentile bootstrap). */
export function aucInterval(
  score: ArrayLike<number>,
  outcome: Uint8Array,
  { random, samples = 400 }: { random: Random; samples?: number },
): { low: number; high: number } {
  const weigh = weighing(score, outcome);
  const times = new Uint16Array(outcome.length);
  const drawn = Float64Array.from({ length: samples }, () => {
    times.fill(0);
    for (let n = 0; n < times.length; n++) times[Math.floor(random() * times.length)]++;
    return weigh(times);
  }).sort();
  return { low: drawn[Math.floor(samples * 0.025)], high: drawn[Math.ceil(samples * 0.975) - 1] };
}

/** The AUC of a sample, given how often each record was drawn: the order is the same for all samples. */
function weighing(score: ArrayLike<number>, outcome: Uint8Array): (times: Uint16Array) => number {
  const count = outcome.length;
  const order = Uint32Array.from(outcome, (_, n) => n).sort((a, b) => score[a] - score[b]);
  return (times) => {
    let right = 0, won = 0, lost = 0;
    for (let from = 0; from < count;) {
      let to = from, wins = 0, losses = 0;
      for (; to < count && score[order[to]] === score[order[from]]; to++) {
        if (outcome[order[to]]) wins += times[order[to]];
        else losses += times[order[to]];
      }
      right += wins * (lost + losses / 2);
      won += wins;
      lost += losses;
      from = to;
    }
    return won === 0 || lost === 0 ? 0.5 : right / (won * lost);
  };
}

/**
 * AUC of `own` less that of `other` on the same records, and where it lies in 95 of 100 other samples of such records
 * (paired percentile bootstrap).
 */
export function aucDifference(
  { own, other, outcome }: { own: ArrayLike<number>; other: ArrayLike<number>; outcome: Uint8Array },
  { random, samples = 300 }: { random: Random; samples?: number },
): { mean: number; low: number; high: number } {
  const [a, b] = [weighing(own, outcome), weighing(other, outcome)];
  const times = new Uint16Array(outcome.length);
  const drawn = Float64Array.from({ length: samples }, () => {
    times.fill(0);
    for (let n = 0; n < times.length; n++) times[Math.floor(random() * times.length)]++;
    return a(times) - b(times);
  }).sort();
  return {
    mean: auc(own, outcome) - auc(other, outcome),
    low: drawn[Math.floor(samples * 0.025)],
    high: drawn[Math.ceil(samples * 0.975) - 1],
  };
}
