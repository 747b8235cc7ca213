/**
 * Win probability and lead score: finds leaking columns, refuses where there is nothing to learn, fits the families,
 * takes the best out of fold, calibrates it there and says of each record why. The model is plain data. Takes seconds; run
 * it in a Worker.
 */
import { type Boosted, type BoostSettings, fitTrees, oddsAfter, sigmoid } from "@/ml/scores/boost.ts";
import { calibrate, calibrated, type Calibration } from "@/ml/scores/calibration.ts";
import { effectsBy, type Family, fitFamily, type Fitted, oddsBy } from "@/ml/scores/families.ts";
import { type Bins, encode, type FeatureSet, learnFeatures, pickRows } from "@/ml/scores/features.ts";
import { type Fold, folds, outOfFold, timeFolds } from "@/ml/scores/folds.ts";
import { findLeaks, type Leak } from "@/ml/scores/guard.ts";
import { type Quality, quality } from "@/ml/scores/metrics.ts";
import { type Signal, signalOf } from "@/ml/scores/signal.ts";
import { type Cell, part, type Table, timeOrder } from "@/ml/scores/table.ts";
import { seeded } from "@/telephony/simulator/random.ts";

export interface ScoreModel {
  set: FeatureSet;
  fitted: Fitted;
  calibration: Calibration;
  /** Columns left out, and why. */
  leaks: Leak[];
}

/** What one family told of each record out of fold, calibrated by the other folds. */
export interface Told {
  family: Family;
  probability: Float64Array;
  quality: Quality;
}

export interface ScoreReport {
  rows: number;
  won: number;
  /** Columns that were learnt from. */
  columns: string[];
  leaks: Leak[];
  signal: Signal;
  /** The chosen family's, out of fold, calibrated. */
  quality: Quality;
  families: Told[];
  /** Row of the table by row of `families`, which stand in the order of time. */
  order: number[];
  /** Records that came after all that was learnt from: their rows, in the order of time, and what was told of them. */
  ahead: { rows: number[]; probability: Float64Array };
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
  /** Models tried; the one with the least log loss out of fold is taken, of those in `choose` when it is given. */
  families?: readonly Family[];
  choose?: readonly Family[];
  onStep?: (stage: string, done: number, total: number) => void;
}

export const LEAST_RECORDS = 100;
export const LEAST_OF_OUTCOME = 20;

/** Fits a score to the outcomes (1 is won) of past records. */
export async function fitScore(table: Table, outcome: Uint8Array, options: ScoreOptions = {}): Promise<ScoreFit> {
  const won = outcome.reduce((sum, one) => sum + one, 0);
  if (outcome.length < LEAST_RECORDS || Math.min(won, outcome.length - won) < LEAST_OF_OUTCOME) {
    return { ok: false, code: "too-few", leaks: [] };
  }
  const families = options.families?.length ? [...new Set(options.families)] : ["trees" as const];
  const step = steps(families.length + 3, options.onStep);
  step("guard");
  const order = timeOrder(table, options.moment);
  const yes = Uint8Array.from(order, (row) => outcome[row]);
  const sorted = part(table, { rows: order, without: new Set(options.without) });
  const leaks = findLeaks(sorted, yes, { keep: options.keep });
  const honest = part(sorted, { without: new Set(leaks.map(({ column }) => column)) });
  const set = learnFeatures(honest);
  if (set.features.length === 0) return { ok: false, code: "no-columns", leaks };
  const bins = encode(set, honest);

  const parts = folds(order.length);
  const tried: (Told & { odds: Float64Array; boost: Partial<BoostSettings> })[] = [];
  for (const family of families) {
    step("families");
    const { odds, boost } = await foldOdds(family, { bins, outcome: yes }, { parts, boost: options.boost ?? {} });
    const probability = calibratedOut(odds, yes, parts);
    tried.push({ family, probability, quality: quality(probability, yes), odds, boost });
  }
  const able = tried.filter(({ family }) => !options.choose?.length || options.choose.includes(family));
  const best = able.reduce((a, b) => b.quality.logLoss < a.quality.logLoss ? b : a);

  step("ahead");
  const later = timeFolds(order.length, 3);
  const ahead = later.flatMap(({ test }) => test);
  const aheadOdds = await outOfFold(order.length, later, ({ train, test }) => refit(best, { bins, yes, train, test }));
  const signal = signalOf({ scores: best.odds, outcome: yes }, {
    ahead: { scores: ahead.map((row) => aheadOdds[row]), outcome: pick(yes, ahead) },
    random: seeded(2),
  });
  if (!signal.there) return { ok: false, code: "no-signal", leaks, signal };

  step("fit");
  const calibration = calibrate(best.odds, yes);
  const fitted = await fitFamily(best.family, { bins, outcome: yes }, { boost: best.boost });
  return {
    ok: true,
    model: { set, fitted, calibration, leaks },
    report: {
      rows: order.length,
      won,
      columns: [...new Set(set.features.map(({ column }) => column))],
      leaks,
      signal,
      quality: best.quality,
      families: tried.map(({ family, probability, quality }) => ({ family, probability, quality })),
      order,
      ahead: {
        rows: ahead,
        probability: Float64Array.from(ahead, (row) => sigmoid(calibrated(calibration, aheadOdds[row]))),
      },
    },
  };
}

function steps(total: number, onStep: ScoreOptions["onStep"]): (stage: string) => void {
  let done = 0;
  return (stage) => onStep?.(stage, done++, total);
}

/** Log-odds of each row by what learnt from the other folds; the number of trees is chosen on the way. */
async function foldOdds(
  family: Family,
  data: { bins: Bins; outcome: Uint8Array },
  { parts, boost }: { parts: readonly Fold[]; boost: Partial<BoostSettings> },
): Promise<{ odds: Float64Array; boost: Partial<BoostSettings> }> {
  if (family === "trees") {
    const { odds, rounds } = chooseRounds(data.bins, data.outcome, { parts, boost });
    return { odds, boost: { ...boost, rounds } };
  }
  const odds = await outOfFold(
    data.bins.rows,
    parts,
    ({ train, test }) => refit({ family, boost }, { bins: data.bins, yes: data.outcome, train, test }),
  );
  return { odds, boost };
}

async function refit(
  { family, boost }: { family: Family; boost: Partial<BoostSettings> },
  { bins, yes, train, test }: { bins: Bins; yes: Uint8Array; train: number[]; test: number[] },
): Promise<Float64Array> {
  const fitted = await fitFamily(family, { bins: pickRows(bins, train), outcome: pick(yes, train) }, { boost });
  return oddsBy(fitted, pickRows(bins, test));
}

/** Calibrated by the other folds, so that what the report says holds for records that nobody has seen. */
function calibratedOut(odds: Float64Array, outcome: Uint8Array, parts: readonly Fold[]): Float64Array {
  const told = new Float64Array(odds.length);
  for (const { train, test } of parts) {
    const curve = calibrate(train.map((row) => odds[row]), pick(outcome, train));
    for (const row of test) told[row] = sigmoid(calibrated(curve, odds[row]));
  }
  return told;
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
    const trees: Boosted = fitTrees(pickRows(bins, train), pick(outcome, train), {
      ...boost,
      rounds: steps[steps.length - 1],
    });
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
  return oddsBy(model.fitted, encode(model.set, table)).map((odds) => sigmoid(calibrated(model.calibration, odds)));
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
  return scoreRows(model, { columns, rows: [columns.map((column) => record[column])] })[0];
}

/** The scores of many records with their reasons. */
export function scoreRows(model: ScoreModel, table: Table): Score[] {
  const bins = encode(model.set, table);
  const at = new Map(table.columns.map((column, n) => [column, n]));
  return table.rows.map((cells, row) => {
    const { rest, effects } = effectsBy(model.fitted, bins, row);
    const moved = effects.reduce((sum, effect) => sum + effect, 0);
    const from = calibrated(model.calibration, rest), to = calibrated(model.calibration, rest + moved);
    // Calibration bends the way; each effect keeps its share of it.
    const scale = Math.abs(moved) < 1e-9 ? model.calibration.won : (to - from) / moved;
    const byColumn = new Map<string, number>();
    model.set.features.forEach(({ column }, n) => {
      byColumn.set(column, (byColumn.get(column) ?? 0) + scale * effects[n]);
    });
    const cell = (column: string): Cell => at.has(column) ? cells[at.get(column)!] : null;
    return {
      probability: sigmoid(to),
      rest: from,
      reasons: [...byColumn].filter(([, effect]) => effect !== 0)
        .map(([column, effect]) => ({ column, value: cell(column), effect }))
        .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)),
    };
  });
}
