/** What others make of the same honest columns: a rule by one column, a logistic regression, XGBoost. */
import { sigmoid } from "@/ml/scores/boost.ts";
import { calibrate, calibrated } from "@/ml/scores/calibration.ts";
import { binsOf, encode, type FeatureSet, pickRows, valueOf } from "@/ml/scores/features.ts";
import { folds, outOfFold } from "@/ml/scores/folds.ts";
import { fitLogistic, logisticOdds } from "@/ml/scores/logistic.ts";
import { quality } from "@/ml/scores/metrics.ts";
import type { Table } from "@/ml/scores/table.ts";

export interface Task {
  /** Features of the honest columns, learnt from `train`. */
  set: FeatureSet;
  train: Table;
  outcome: Uint8Array;
  test: Table;
}

/** Probabilities of the test's rows by the baseline, calibrated out of fold as the product is. */
export async function logistic({ set, train, outcome, test }: Task): Promise<Float64Array> {
  const bins = encode(set, train);
  const pick = (rows: number[]) => Uint8Array.from(rows, (row) => outcome[row]);
  const odds = await outOfFold(
    outcome.length,
    folds(outcome.length),
    (fold) => logisticOdds(fitLogistic(pickRows(bins, fold.train), pick(fold.train)), pickRows(bins, fold.test)),
  );
  const curve = calibrate(odds, outcome);
  return logisticOdds(fitLogistic(bins, outcome), encode(set, test)).map((one) => sigmoid(calibrated(curve, one)));
}

/** Shares of won records by the values of the one column that tells most (Holte 1993). */
export function oneRule({ set, train, outcome, test }: Task): Float64Array {
  const seen = encode(set, train), asked = encode(set, test);
  const base = outcome.reduce((sum, one) => sum + one, 0) / outcome.length;
  const rules = set.features.map((feature, n) => {
    const groups = feature.kind === "number" ? Math.min(20, binsOf(feature)) : binsOf(feature);
    const group = (bin: number) => bin === 0 ? 0 : Math.ceil(bin * groups / binsOf(feature));
    const won = new Float64Array(groups + 1).fill(2 * base), all = new Float64Array(groups + 1).fill(2);
    seen.columns[n].forEach((bin, row) => {
      won[group(bin)] += outcome[row];
      all[group(bin)]++;
    });
    return (bins: Uint8Array) => Float64Array.from(bins, (bin) => won[group(bin)] / all[group(bin)]);
  });
  const losses = rules.map((rule, n) => quality(rule(seen.columns[n]), outcome).logLoss);
  const best = losses.indexOf(Math.min(...losses));
  return best < 0 ? new Float64Array(test.rows.length).fill(base) : rules[best](asked.columns[best]);
}

/** XGBoost of Debian's `python3-xgboost` on numbers as they are and one column a value; null where it is not installed. */
export async function xgboost({ set, train, outcome, test }: Task): Promise<Float64Array | null> {
  const python = await pythonWithXgboost();
  if (python === null) return null;
  const child = new Deno.Command(python, {
    args: [new URL("./xgboost_peer.py", import.meta.url).pathname],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  const given = { train: matrix(set, train), outcome: [...outcome], test: matrix(set, test) };
  await writer.write(new TextEncoder().encode(JSON.stringify(given)));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error("XGBoost failed");
  return Float64Array.from(JSON.parse(new TextDecoder().decode(stdout)) as number[]);
}

async function pythonWithXgboost(): Promise<string | null> {
  for (const python of ["/usr/bin/python3", "python3"]) {
    try {
      const args = ["-c", "import xgboost"];
      const { success } = await new Deno.Command(python, { args, stdout: "null", stderr: "null" }).output();
      if (success) return python;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return null;
}

function matrix(set: FeatureSet, table: Table): (number | null)[][] {
  const bins = encode(set, table);
  const began = set.moment === null ? -1 : table.columns.indexOf(set.moment);
  const at = set.features.map(({ column }) => table.columns.indexOf(column));
  return table.rows.map((row, n) =>
    set.features.flatMap((feature, f) => {
      if (feature.kind === "number") {
        const value = at[f] < 0 ? NaN : valueOf(feature, row[at[f]], began < 0 ? null : row[began]);
        return [Number.isNaN(value) ? null : value];
      }
      return Array.from({ length: binsOf(feature) }, (_, bin) => bins.columns[f][n] === bin ? 1 : 0);
    })
  );
}
