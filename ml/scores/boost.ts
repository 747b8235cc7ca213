/** Gradient-boosted trees for an outcome of yes or no: logistic loss, shrinkage, rows and columns drawn by a seed. Pure. */
import { type Bins, pickRows } from "@/ml/scores/features.ts";
import { follow, growTree, type Tree, type TreeSettings } from "@/ml/scores/tree.ts";
import { seeded } from "@/telephony/simulator/random.ts";

export interface BoostSettings extends TreeSettings {
  /** At most so many trees. */
  rounds: number;
  shrinkage: number;
  /** Share of rows and of features that each tree sees. */
  rowShare: number;
  featureShare: number;
  seed: number;
  /** Trees without a better log loss of the validation part before it stops. */
  patience: number;
}

/** Chosen by five folds of one file of 6,930 leads; the number of trees is chosen anew for every table (score.ts). */
export const BOOST: BoostSettings = {
  rounds: 400,
  shrinkage: 0.03,
  depth: 5,
  ridge: 1,
  setRidge: 10,
  leastWeight: 1,
  rowShare: 0.7,
  featureShare: 0.4,
  seed: 1,
  patience: 60,
};

export interface Boosted {
  /** Log-odds before any tree: those of the outcomes' share. */
  base: number;
  shrinkage: number;
  trees: Tree[];
}

/** A part that trees do not see, later in time, on which they stop. */
export interface Validation {
  bins: Bins;
  outcome: Uint8Array;
}

/**
 * Trees for the outcomes (1 is yes). The order of rows does not matter; constant columns, and how a number is scaled,
 * neither. With a validation part, keeps the trees up to its least log loss.
 */
export function fitTrees(
  bins: Bins,
  outcome: Uint8Array,
  options: Partial<BoostSettings> & { validation?: Validation } = {},
): Boosted {
  const settings = { ...BOOST, ...options };
  const useful = bins.columns.map((_, n) => n).filter((n) => bins.columns[n].some((bin) => bin !== bins.columns[n][0]));
  const order = canonical(bins, { outcome, useful });
  const data = pickRows(bins, order);
  const yes = Uint8Array.from(order, (row) => outcome[row]);
  const random = seeded(settings.seed);
  const share = (yes.reduce((sum, one) => sum + one, 0) + 0.5) / (yes.length + 1);
  const model: Boosted = { base: Math.log(share / (1 - share)), shrinkage: settings.shrinkage, trees: [] };
  const odds = new Float64Array(data.rows).fill(model.base);
  const later = new Float64Array(settings.validation?.bins.rows ?? 0).fill(model.base);
  const gradient = new Float64Array(data.rows), hessian = new Float64Array(data.rows);
  let best = Infinity, keep = 0;
  for (let round = 0; round < settings.rounds && useful.length > 0; round++) {
    for (let row = 0; row < data.rows; row++) {
      const p = sigmoid(odds[row]);
      gradient[row] = p - yes[row];
      hessian[row] = p * (1 - p);
    }
    const rows = Int32Array.from(order.keys()).filter(() => random() < settings.rowShare);
    const features = draw(useful, Math.ceil(useful.length * settings.featureShare), random);
    const tree = growTree(data, { gradient, hessian }, { rows, features, settings });
    model.trees.push(tree);
    for (let row = 0; row < data.rows; row++) odds[row] += settings.shrinkage * follow(tree, data, { row });
    if (!settings.validation) continue;
    let loss = 0;
    for (let row = 0; row < later.length; row++) {
      later[row] += settings.shrinkage * follow(tree, settings.validation.bins, { row });
      loss += Math.log1p(Math.exp(settings.validation.outcome[row] ? -later[row] : later[row]));
    }
    if (loss < best) [best, keep] = [loss, round + 1];
    else if (round + 1 - keep >= settings.patience) break;
  }
  if (settings.validation) model.trees.length = keep;
  return model;
}

/** Rows in an order that their cells alone give, so that the draws and sums do not depend on how they came in. */
function canonical(bins: Bins, { outcome, useful }: { outcome: Uint8Array; useful: readonly number[] }): number[] {
  return Array.from({ length: bins.rows }, (_, row) => row).sort((a, b) => {
    for (const n of useful) {
      const by = bins.columns[n][a] - bins.columns[n][b];
      if (by !== 0) return by;
    }
    return outcome[a] - outcome[b];
  });
}

function draw(from: readonly number[], count: number, random: () => number): number[] {
  const left = [...from];
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)[0]).sort((a, b) =>
    a - b
  );
}

/** Log-odds of a row. */
export function oddsOf(model: Boosted, bins: Bins, row: number): number {
  return model.trees.reduce((odds, tree) => odds + model.shrinkage * follow(tree, bins, { row }), model.base);
}

/** Log-odds of all rows. */
export function allOdds(model: Boosted, bins: Bins): Float64Array {
  return Float64Array.from({ length: bins.rows }, (_, row) => oddsOf(model, bins, row));
}

/** Log-odds of all rows after so many trees each; `steps` rise. */
export function oddsAfter(model: Boosted, bins: Bins, steps: readonly number[]): Float64Array[] {
  const odds = new Float64Array(bins.rows).fill(model.base);
  let done = 0;
  return steps.map((step) => {
    for (const tree of model.trees.slice(done, step)) {
      for (let row = 0; row < bins.rows; row++) odds[row] += model.shrinkage * follow(tree, bins, { row });
    }
    done = step;
    return odds.slice();
  });
}

/**
 * By how much each feature moved a row's log-odds, on the way down every tree (Saabas 2014); `rest` is what all rows share.
 * rest + the sum of effects = the log-odds.
 */
export function effectsOf(model: Boosted, bins: Bins, row: number): { rest: number; effects: Float64Array } {
  const effects = new Float64Array(bins.features.length);
  let rest = model.base;
  for (const tree of model.trees) {
    rest += model.shrinkage * tree[0].value;
    follow(tree, bins, { row, path: (feature, by) => effects[feature] += model.shrinkage * by });
  }
  return { rest, effects };
}

/** Probability of log-odds. */
export function sigmoid(odds: number): number {
  return odds >= 0 ? 1 / (1 + Math.exp(-odds)) : Math.exp(odds) / (1 + Math.exp(odds));
}
