/** The training of a score, as the Worker runs it: fits, judges beside the champion and the baselines, and reports. */
import { effectsBy } from "@/ml/scores/families.ts";
import { fairness } from "@/ml/scores/fairness.ts";
import { encode } from "@/ml/scores/features.ts";
import { aucDifference, quality } from "@/ml/scores/metrics.ts";
import type { ScoreFigures, ScoreSettings, ScoreVersionReport } from "@/ml/scores/report.ts";
import { fitScore, type ScoreModel, type ScoreOptions, type ScoreReport, scoreTable } from "@/ml/scores/score.ts";
import { loadScore, saveScore } from "@/ml/scores/stored.ts";
import { dateOf, part, type Table, unknown } from "@/ml/scores/table.ts";
import { RefusedError, type ScoreTask, type ScoreTrained, type TrainingHooks } from "@/ml/training/protocol.ts";
import { seeded } from "@/telephony/simulator/random.ts";

/** Newer records than the champion's, of which its stored model is judged and not its settings. */
const ENOUGH_NEW = 100;
/** Records by which the importance of columns is told. */
const LOOKED_AT = 2_000;

/** @throws {RefusedError} too-few, no-columns, no-signal (`scores.refused.<code>`) */
export async function trainScore(task: ScoreTask, { onProgress }: TrainingHooks): Promise<ScoreTrained> {
  const { table, outcome } = task;
  const options = (settings: ScoreSettings): ScoreOptions => ({
    keep: [...settings.keep, ...task.honest ?? []],
    without: settings.without,
    families: [...new Set([...settings.families, "logistic" as const])],
    ...(task.moment ? { moment: task.moment } : {}),
  });
  const fit = await fitScore(table, outcome, {
    ...options(task.settings),
    choose: task.settings.families,
    onStep: (stage, done, total) => onProgress({ stage, done, total: total + 1 }),
  });
  if (!fit.ok) throw new RefusedError({ code: fit.code, detail: detailOf(fit, outcome) });
  const { model, report } = fit;
  const total = report.families.length + 4;
  onProgress({ stage: "compare", done: total - 1, total });
  const yes = Uint8Array.from(report.order, (row) => outcome[row]);
  const own = report.families.find(({ family }) => family === model.fitted.family)!;
  const same = task.champion !== null && sameSettings(task.champion.settings, task.settings);
  const champion = task.champion && await championTold(task, { report, same, options, own: own.probability });
  const figures = (name: ScoreFigures["name"], told: ArrayLike<number>): ScoreFigures => {
    const { auc, brier, ece } = quality(told, yes);
    const random = seeded(5);
    return {
      name,
      auc,
      brier,
      ece,
      difference: name === "product"
        ? null
        : aucDifference({ own: own.probability, other: told, outcome: yes }, { random }),
    };
  };
  const models = [
    figures("product", own.probability),
    ...(champion ? [figures("champion", champion)] : []),
    ...report.families.map(({ family, probability }) => figures(family, probability)),
  ];
  const sorted = part(table, { rows: report.order });
  const value: ScoreVersionReport = {
    rows: report.rows,
    won: report.won,
    columns: report.columns,
    leaks: report.leaks,
    signal: { auc: report.signal.auc, low: report.signal.low, high: report.signal.high, ahead: report.signal.ahead },
    models,
    calibration: tenths(own.probability, yes),
    importance: importance(model, sorted),
    fairness: task.settings.fairness.filter((column) => table.columns.includes(column)).map((column) => ({
      column,
      groups: fairness({ probability: own.probability, outcome: yes }, groupsOf(sorted, column)).slice(0, 24),
    })),
  };
  onProgress({ stage: "save", done: total, total });
  return { kind: "score", report: value, blob: saveScore(model), sameAsChampion: same };
}

function detailOf(
  fit: Extract<Awaited<ReturnType<typeof fitScore>>, { ok: false }>,
  outcome: Uint8Array,
): Record<string, string | number> {
  const won = outcome.reduce((sum, one) => sum + one, 0);
  const leaks = fit.leaks.map(({ column }) => column).join(", ");
  const counts = { records: outcome.length, won, lost: outcome.length - won };
  if (fit.code !== "no-signal") return { ...counts, leaks };
  return {
    ...counts,
    leaks,
    auc: round(fit.signal.auc),
    low: round(fit.signal.low),
    ahead: round(fit.signal.ahead.auc),
  };
}

const round = (value: number) => Math.round(value * 1000) / 1000;

/**
 * What the champion says of the same records: its settings learn on the same folds, and records begun after its data are
 * told by the stored model itself, which never saw them. `null` when its settings find nothing to learn.
 */
async function championTold(
  task: ScoreTask,
  { report, own, same, options }: {
    report: ScoreReport;
    own: Float64Array;
    same: boolean;
    options: (settings: ScoreSettings) => ScoreOptions;
  },
): Promise<Float64Array | null> {
  const { settings, blob, dataTo } = task.champion!;
  let told: Float64Array | null = null;
  if (!same) {
    const fit = await fitScore(task.table, task.outcome, { ...options(settings), families: settings.families });
    if (!fit.ok) return null;
    const byRow = new Float64Array(task.outcome.length);
    const best = fit.report.families.find(({ family }) => family === fit.model.fitted.family)!;
    fit.report.order.forEach((row, n) => byRow[row] = best.probability[n]);
    told = Float64Array.from(report.order, (row) => byRow[row]);
  }
  told ??= own.slice();
  const column = task.moment === null ? -1 : task.table.columns.indexOf(task.moment);
  if (column < 0 || dataTo === null) return told;
  const after = dateOf(dataTo) + 1;
  const fresh = [...report.order.keys()].filter((n) => dateOf(task.table.rows[report.order[n]][column]) >= after);
  if (fresh.length < ENOUGH_NEW) return told;
  const stored = scoreTable(loadScore(blob), part(task.table, { rows: fresh.map((n) => report.order[n]) }));
  fresh.forEach((n, at) => told[n] = stored[at]);
  return told;
}

/** The same columns and families: versions that differ by their data only. */
function sameSettings(a: ScoreSettings, b: ScoreSettings): boolean {
  const key = ({ without, keep, families }: ScoreSettings) =>
    JSON.stringify([[...without].sort(), [...keep].sort(), [...families].sort()]);
  return key(a) === key(b);
}

/** Ten groups by what was told, the lowest first: told beside won. */
export function tenths(
  probability: Float64Array,
  outcome: Uint8Array,
): { told: number; won: number; records: number }[] {
  const order = Uint32Array.from(outcome, (_, n) => n).sort((a, b) => probability[a] - probability[b] || a - b);
  return Array.from({ length: 10 }, (_, n) => {
    const rows = order.subarray(Math.floor(n * order.length / 10), Math.floor((n + 1) * order.length / 10));
    const mean = (of: (row: number) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
    return { told: mean((row) => probability[row]), won: mean((row) => outcome[row]), records: rows.length };
  });
}

/** Mean absolute effect of each column on the log-odds, over records drawn evenly. */
function importance(model: ScoreModel, table: Table): { column: string; effect: number }[] {
  const every = Math.max(1, Math.ceil(table.rows.length / LOOKED_AT));
  const bins = encode(model.set, part(table, { rows: [...table.rows.keys()].filter((row) => row % every === 0) }));
  const sums = new Map<string, number>();
  for (let row = 0; row < bins.rows; row++) {
    const { effects } = effectsBy(model.fitted, bins, row);
    const byColumn = new Map<string, number>();
    model.set.features.forEach(({ column }, n) => byColumn.set(column, (byColumn.get(column) ?? 0) + effects[n]));
    for (const [column, effect] of byColumn) sums.set(column, (sums.get(column) ?? 0) + Math.abs(effect));
  }
  return [...sums].map(([column, sum]) => ({ column, effect: sum / bins.rows })).filter(({ effect }) => effect > 0)
    .sort((a, b) => b.effect - a.effect);
}

function groupsOf(table: Table, column: string): string[] {
  const at = table.columns.indexOf(column);
  return table.rows.map((row) => unknown(row[at]) ? "" : String(row[at]).trim());
}
