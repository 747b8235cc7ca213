/**
 * Win probability and lead score: finds leaking columns, refuses where there is nothing to learn, fits trees, calibrates
 * them out of fold and says of each record why. The model is plain data. Takes a second or two; run it in a Worker. Pure.
 */
import {
  allOdds,
  type Boosted,
  type BoostSettings,
  effectsOf,
  fitTrees,
  oddsAfter,
  sigmoid,
} from "@/ml/scores/boost.ts";
import { calibrate, calibrated, type Calibration } from "@/ml/scores/calibration.ts";
import { type Bins, encode, type FeatureSet, learnFeatures, pickRows } from "@/ml/scores/features.ts";
import { type Fold, folds, outOfFold, timeFolds } from "@/ml/scores/folds.ts";
import { findLeaks, type Leak } from "@/ml/scores/guard.ts";
import { fitLogistic, logisticOdds } from "@/ml/scores/logistic.ts";
import { type Quality, quality } from "@/ml/scores/metrics.ts";
import { type Signal, signalOf } from "@/ml/scores/signal.ts";
import { type Cell, part, type Table, timeOrder } from "@/ml/scores/table.ts";
import { seeded } from "@/telephony/simulator/random.ts";

export interface ScoreModel {
  set: FeatureSet;
  trees: Boosted;
  calibration: Calibration;
  /** Columns left out, and why. */
  leaks: Leak[];
}

export interface ScoreReport {
  rows: number;
  won: number;
  leaks: Leak[];
  signal: Signal;
  /** Out of fold, calibrated. */
  quality: Quality;
  /** The baseline's on the same folds. */
  baseline: Quality;
}

/** `too-few`: fewer than 100 records, or 20 of an outcome; `no-columns`: nothing is left to learn from. */
export type ScoreRefusal =
  | { ok: false; code: "too-few" | "no-columns"; leaks: Leak[] }
  | { ok: false; code: "no-signal"; leaks: Leak[]; signal: Signal };

export type ScoreFit = { ok: true; model: ScoreModel; report: ScoreReport } | ScoreRefusal;

export interface ScoreOptions {
  /** Columns that the guard must not take away: the analyst knows that they are known beforehand. */
  keep?: readonly string[];
  /** Columns not to learn from (what would be unfair, for example). */
  without?: readonly string[];
  /** Column of the time at which records began. */
  moment?: string;
  boost?: Partial<BoostSettings>;
}

/** Fits a score to the outcomes (1 is won) of past records. */
export function fitScore(table: Table, outcome: Uint8Array, options: ScoreOptions = {}): ScoreFit {
  const won = outcome.reduce((sum, one) => sum + one, 0);
  if (outcome.length < 100 || Math.min(won, outcome.length - won) < 20) {
    return { ok: false, code: "too-few", leaks: [] };
  }
  const order = timeOrder(table, options.moment);
  const yes = Uint8Array.from(order, (row) => outcome[row]);
  const sorted = part(table, { rows: order, without: new Set(options.without) });
  const leaks = findLeaks(sorted, yes, { keep: options.keep });
  const honest = part(sorted, { without: new Set(leaks.map(({ column }) => column)) });
  const set = learnFeatures(honest);
  if (set.features.length === 0) return { ok: false, code: "no-columns", leaks };
  const bins = encode(set, honest);

  const parts = folds(order.length);
  const { odds, rounds } = chooseRounds(bins, yes, { parts, boost: options.boost ?? {} });
  const boost = { ...options.boost, rounds };
  const later = timeFolds(order.length, 3);
  const ahead = later.flatMap(({ test }) => test);
  const aheadOdds = outOfFold(
    order.length,
    later,
    ({ train, test }) => allOdds(fitTrees(pickRows(bins, train), pick(yes, train), boost), pickRows(bins, test)),
  );
  const signal = signalOf({ scores: odds, outcome: yes }, {
    ahead: { scores: ahead.map((row) => aheadOdds[row]), outcome: pick(yes, ahead) },
    random: seeded(2),
  });
  if (!signal.there) return { ok: false, code: "no-signal", leaks, signal };

  // Calibrated by the other folds, so that what the report says holds for records that nobody has seen.
  const told = outOfFold(order.length, parts, ({ train, test }) => {
    const line = calibrate(train.map((row) => odds[row]), pick(yes, train));
    return test.map((row) => sigmoid(calibrated(line, odds[row])));
  });
  const plain = outOfFold(
    order.length,
    parts,
    ({ train, test }) =>
      logisticOdds(fitLogistic(pickRows(bins, train), pick(yes, train)), pickRows(bins, test)).map(sigmoid),
  );
  return {
    ok: true,
    model: { set, trees: fitTrees(bins, yes, boost), calibration: calibrate(odds, yes), leaks },
    report: {
      rows: order.length,
      won,
      leaks,
      signal,
      quality: quality(told, yes),
      baseline: quality(plain, yes),
    },
  };
}

/** Numbers of trees to choose from. */
const STEPS = [25, 50, 100, 150, 200, 250, 300, 350, 400];

/** The number of trees with the least log loss out of fold, and the log-odds out of fold that come with it. */
function chooseRounds(
  bins: Bins,
  outcome: Uint8Array,
  { parts, boost }: { parts: readonly Fold[]; boost: Partial<BoostSettings> },
): { odds: Float64Array; rounds: number } {
  const steps = STEPS.filter((step) => step <= (boost.rounds ?? Infinity));
  if (steps.length === 0) steps.push(boost.rounds!);
  const told = steps.map(() => new Float64Array(bins.rows));
  for (const { train, test } of parts) {
    const trees = fitTrees(pickRows(bins, train), pick(outcome, train), { ...boost, rounds: steps[steps.length - 1] });
    oddsAfter(trees, pickRows(bins, test), steps)
      .forEach((odds, step) => test.forEach((row, n) => told[step][row] = odds[n]));
  }
  const losses = told.map((odds) => quality(odds.map(sigmoid), outcome).logLoss);
  const best = losses.indexOf(Math.min(...losses));
  return { odds: told[best], rounds: steps[best] };
}

function pick(values: Uint8Array, rows: readonly number[]): Uint8Array {
  return Uint8Array.from(rows, (row) => values[row]);
}

/** Probabilities of records; columns are found by name, what is lacking is unknown. */
export function scoreTable(model: ScoreModel, table: Table): Float64Array {
  return allOdds(model.trees, encode(model.set, table)).map((odds) => sigmoid(calibrated(model.calibration, odds)));
}

export interface Reason {
  column: string;
  value: Cell;
  /** What it added to the log-odds; above zero it raised the chance. */
  effect: number;
}

export interface Score {
  probability: number;
  /** Log-odds that all records share; with the effects they sum to the log-odds of the probability. */
  rest: number;
  /** By size of the effect. */
  reasons: Reason[];
}

/** The score of one record as it is known now, and what raised or lowered it. */
export function scoreRecord(model: ScoreModel, record: Readonly<Record<string, Cell>>): Score {
  const columns = Object.keys(record);
  const bins = encode(model.set, { columns, rows: [columns.map((column) => record[column])] });
  const { rest, effects } = effectsOf(model.trees, bins, 0);
  const moved = effects.reduce((sum, effect) => sum + effect, 0);
  const from = calibrated(model.calibration, rest), to = calibrated(model.calibration, rest + moved);
  // Calibration bends the way; each effect keeps its share of it.
  const scale = Math.abs(moved) < 1e-9 ? model.calibration.slope : (to - from) / moved;
  const byColumn = new Map<string, number>();
  model.set.features.forEach(({ column }, n) => {
    byColumn.set(column, (byColumn.get(column) ?? 0) + scale * effects[n]);
  });
  return {
    probability: sigmoid(to),
    rest: from,
    reasons: [...byColumn].filter(([, effect]) => effect !== 0)
      .map(([column, effect]) => ({ column, value: record[column] ?? null, effect }))
      .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)),
  };
}
