/**
 * Finds columns that are filled in or overwritten once the outcome is known or near. A model that learns from them is
 * brilliant on old records and blind on new ones. Each is named with the plain reason and the figures behind it; who knows
 * better keeps it (`keep`). Pure.
 *
 * The thresholds were set on one file of leads whose leaking columns are known (docs/forecasting.md): the honest columns
 * stay below .69 alone, the leaking ones have either a word in their name and .71 or more, or their filling drops with time.
 */
import { binsOf, encode, type Feature, learnFeatures } from "@/ml/scores/features.ts";
import { auc } from "@/ml/scores/metrics.ts";
import { dateOf, momentColumn, part, type Table, unknown } from "@/ml/scores/table.ts";
import { folds } from "@/ml/scores/folds.ts";

export type LeakCode =
  /** Alone it tells the outcome better than anything known beforehand does. */
  | "too-good"
  /** Many records have values that go with one outcome only. */
  | "one-outcome"
  /** Whether it is filled in tells the outcome. */
  | "filled-by-outcome"
  /** Old records have it, new ones do not yet. */
  | "unfilled-lately"
  /** Its name says that it holds the last state or somebody's verdict, and it tells the outcome. */
  | "named-later"
  /** A date of closing, always after the record began. */
  | "dated-later"
  /** Seldom filled in, and always together with a column that leaks. */
  | "filled-with";

export interface Leak {
  column: string;
  code: LeakCode;
  /** AUC of the column alone, out of fold. */
  auc: number;
  /** Share of records behind the code: of one outcome, filled early, dated later; 0 where there is none. */
  share: number;
  /** `unfilled-lately`: share that is filled in the newest third. */
  lately?: number;
}

export interface GuardLimits {
  tooGood: number;
  tooGoodCategory: number;
  oneOutcomeShare: number;
  filledAuc: number;
  fillDrop: number;
  namedAuc: number;
  /** The same for verdicts that fewer than `seldom` of the records have. */
  seldomAuc: number;
  seldom: number;
}

export const GUARD: GuardLimits = {
  tooGood: 0.9,
  tooGoodCategory: 0.85,
  oneOutcomeShare: 0.1,
  filledAuc: 0.7,
  fillDrop: 0.4,
  namedAuc: 0.66,
  seldomAuc: 0.58,
  seldom: 0.6,
};

/** Beginnings of words, English and Russian, of what is overwritten as a record goes on, and of verdicts. */
const LATER =
  /^(last$|latest|final|clos(e|ing)|won$|lost$|outcome|result|resolution|disposition|status|modified|updat|convert|tag|qualit|scor|grade|rating|rank|profile$|reason|probabilit|comment|последн|итог|результат|закры|статус|изменен|обновл|тег|метк|качеств|оценк|балл|рейтинг|причин|вероятност|комментар)/;
const CLOSING = /^(clos|won$|lost$|end$|ended|finish|complet|paid|sign|закры|заверш|оконч|оплач|выигра|проигра|подпис)/;
const PLANNED = /^(plan|expect|due|target|forecast|план|ожид|срок)/;

function words(name: string): string[] {
  return name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** Leaking columns, the plainest first. `outcome` by row, rows in the order of time. */
export function findLeaks(
  table: Table,
  outcome: Uint8Array,
  options: Partial<GuardLimits> & { keep?: readonly string[] } = {},
): Leak[] {
  const limits = { ...GUARD, ...options };
  const moment = momentColumn(table);
  const found = table.columns.flatMap((column, n) => {
    if (options.keep?.includes(column)) return [];
    const filled = Uint8Array.from(table.rows, (row) => unknown(row[n]) ? 0 : 1);
    if (!filled.includes(1)) return [];
    const evidence = alone(table, { column, outcome, moment: moment < 0 ? null : table.columns[moment] });
    const leak = judge({ column, n, table, outcome, filled, moment, limits, ...evidence });
    return [{ column, filled, leak, auc: evidence.auc }];
  });
  const seldom = found.filter(({ leak, filled }) => leak && mean(filled) < limits.seldom);
  return found.flatMap(({ column, filled, leak, auc }): Leak[] => {
    if (leak) return [leak];
    const together = seldom.some((one) => agreement(one.filled, filled) >= 0.995);
    return together ? [{ column, code: "filled-with", auc, share: mean(filled) }] : [];
  }).sort((a, b) => b.auc - a.auc);
}

function agreement(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((same, one, n) => same + (one === b[n] ? 1 : 0), 0) / a.length;
}

interface Evidence {
  auc: number;
  category: boolean;
  pure: number;
}

function judge(
  { column, n, table, outcome, filled, moment, limits, auc: score, category, pure }: Evidence & {
    column: string;
    n: number;
    table: Table;
    outcome: Uint8Array;
    filled: Uint8Array;
    moment: number;
    limits: GuardLimits;
  },
): Leak | null {
  const leak = (code: LeakCode, share = 0, more: { lately?: number } = {}): Leak => ({
    column,
    code,
    auc: score,
    share,
    ...more,
  });
  const byFill = auc(filled, outcome);
  if (Math.max(byFill, 1 - byFill) >= limits.filledAuc) return leak("filled-by-outcome", mean(filled));
  if (category && pure >= limits.oneOutcomeShare && score >= 0.7) return leak("one-outcome", pure);
  if (score >= (category ? limits.tooGoodCategory : limits.tooGood)) return leak("too-good");
  const third = Math.floor(filled.length / 3);
  const early = mean(filled.subarray(0, third)), lately = mean(filled.subarray(filled.length - third));
  if (early - lately >= limits.fillDrop) return leak("unfilled-lately", early, { lately });
  const said = words(column);
  const enough = mean(filled) < limits.seldom ? limits.seldomAuc : limits.namedAuc;
  if (score >= enough && said.some((word) => LATER.test(word))) return leak("named-later");
  const closing = said.some((word) => CLOSING.test(word)) && !said.some((word) => PLANNED.test(word));
  if (closing && moment >= 0 && moment !== n) {
    const gaps = table.rows.map((row) => dateOf(row[n]) - dateOf(row[moment])).filter((gap) => !Number.isNaN(gap));
    const later = gaps.filter((gap) => gap >= 0).length / gaps.length;
    if (later >= 0.95 && gaps.some((gap) => gap > 0)) return leak("dated-later", later);
  }
  return null;
}

function mean(values: Uint8Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What one column alone tells: AUC of the shares by value, each learnt on the other folds. */
function alone(
  table: Table,
  { column, outcome, moment }: { column: string; outcome: Uint8Array; moment: string | null },
): Evidence {
  const without = new Set(table.columns.filter((name) => name !== column && name !== moment));
  const set = learnFeatures(part(table, { without }), { bins: 20 });
  const features = set.features.filter((feature) => feature.column === column);
  const bins = encode({ ...set, features }, table);
  const all = features.map((feature, n) => ofFeature(feature, bins.columns[n], outcome));
  return all.reduce((best, one) => one.auc > best.auc ? one : best, { auc: 0.5, category: false, pure: 0 });
}

function ofFeature(feature: Feature, bins: Uint8Array, outcome: Uint8Array): Evidence {
  const base = mean(outcome), count = binsOf(feature);
  const score = new Float64Array(outcome.length);
  for (const { train, test } of folds(outcome.length)) {
    const { won, all } = tally(bins, { outcome, rows: train, count });
    for (const row of test) score[row] = (won[bins[row]] + 2 * base) / (all[bins[row]] + 2);
  }
  const { won, all } = tally(bins, { outcome, rows: [...outcome.keys()], count });
  let pure = 0;
  for (let bin = 0; bin < count; bin++) {
    if (all[bin] < Math.max(15, outcome.length / 300)) continue;
    const share = (won[bin] + 0.5) / (all[bin] + 1);
    if (share <= base * 0.15 || share >= 1 - (1 - base) * 0.12) pure += all[bin] / outcome.length;
  }
  return { auc: auc(score, outcome), category: feature.kind === "category", pure };
}

function tally(
  bins: Uint8Array,
  { outcome, rows, count }: { outcome: Uint8Array; rows: readonly number[]; count: number },
): { won: Float64Array; all: Float64Array } {
  const won = new Float64Array(count), all = new Float64Array(count);
  for (const row of rows) {
    won[bins[row]] += outcome[row];
    all[bins[row]]++;
  }
  return { won, all };
}
