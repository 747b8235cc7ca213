/**
 * `deno task bench:score --train FILE --test FILE --target COLUMN [--without A,B] [--keep A,B] [--json]`: learns who is won
 * from one file and is judged on another, beside a rule by one column, a logistic regression and XGBoost (Debian's
 * `python3-xgboost`; left out, and said so, where it is not installed) on the same columns. With `--folds 5` instead of
 * `--test`, the file is cut into as many parts; each is scored by what learnt from the others alone, the guard included.
 * Columns that the guard finds to leak are taken away from all. Where there is no signal there is no score: auc is null.
 */
import { cpuUsage } from "node:process";
import { openTable } from "@/crm/import/files/mod.ts";
import { learnFeatures } from "@/ml/scores/features.ts";
import { folds } from "@/ml/scores/folds.ts";
import { aucInterval, quality } from "@/ml/scores/metrics.ts";
import { SCORE_SETTINGS } from "@/ml/scores/report.ts";
import { fitScore, type ScoreFit, scoreTable } from "@/ml/scores/score.ts";
import { part, splitOutcome, type Table, timeOrder } from "@/ml/scores/table.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import { logistic, oneRule, type Task, xgboost } from "./peers.ts";

const option = (name: string) => {
  const at = Deno.args.indexOf(name);
  return at < 0 ? undefined : Deno.args[at + 1];
};
const list = (name: string) => option(name)?.split(",").map((one) => one.trim()) ?? [];
const train = option("--train"), test = option("--test"), target = option("--target");
const count = Number(option("--folds") ?? (test ? 0 : 5));
if (!train || !target || !(test || count >= 2)) {
  console.error("--train FILE, --target COLUMN and --test FILE or --folds 5 are needed");
  Deno.exit(2);
}

interface Records {
  table: Table;
  outcome: Uint8Array;
}

/** Sums of all parts: what each model told, and what was. */
const told = new Map<string, number[]>();
const outcomes: number[] = [];
const leaking = new Map<string, { parts: number; said: string }>();
const fits: ScoreFit[] = [];
let cpu = 0, parts = 0;

const learn = await read(train);
if (test) await judge(learn, await read(test));
else {
  const order = timeOrder(learn.table);
  const all = {
    table: part(learn.table, { rows: order }),
    outcome: Uint8Array.from(order, (row) => learn.outcome[row]),
  };
  for (const fold of folds(all.outcome.length, count)) await judge(some(all, fold.train), some(all, fold.test));
}
report();

async function read(file: string): Promise<Records> {
  const bytes = await Deno.readFile(file);
  const opened = await openTable({ name: file, size: bytes.length, stream: () => new Blob([bytes]).stream() });
  if (!opened.ok) return fail(`${file}: ${opened.code}`);
  const rows: string[][] = [];
  for await (const batch of opened.value.rows()) rows.push(...batch.rows.map(({ cells }) => cells));
  const split = splitOutcome({ columns: opened.value.header, rows }, target!);
  return split ?? fail(`${file}: no column ${target} with two outcomes`);
}

function some({ table, outcome }: Records, rows: number[]): Records {
  return { table: part(table, { rows }), outcome: Uint8Array.from(rows, (row) => outcome[row]) };
}

async function judge(past: Records, next: Records): Promise<void> {
  parts++;
  const options = { keep: list("--keep"), without: list("--without"), families: SCORE_SETTINGS.families };
  const began = cpuSeconds();
  const fit = await fitScore(past.table, past.outcome, options);
  cpu += cpuSeconds() - began;
  fits.push(fit);
  const leaks = fit.ok ? fit.model.leaks : fit.leaks;
  for (const { column, code, auc } of leaks) {
    const said = `${column}: ${code} (AUC alone ${auc.toFixed(3)})`;
    leaking.set(column, { parts: (leaking.get(column)?.parts ?? 0) + 1, said });
  }
  if (!fit.ok) return;
  const honest = part(past.table, { without: new Set([...leaks.map(({ column }) => column), ...options.without]) });
  const task: Task = { set: learnFeatures(honest), train: honest, outcome: past.outcome, test: next.table };
  outcomes.push(...next.outcome);
  add("product", scoreTable(fit.model, next.table));
  add("logistic", await logistic(task));
  add("one-rule", oneRule(task));
  const peer = await xgboost(task);
  if (peer) add("xgboost", peer);
}

function add(name: string, probabilities: Float64Array): void {
  told.set(name, [...told.get(name) ?? [], ...probabilities]);
}

function report(): void {
  const leaks = [...leaking].filter(([, { parts: seen }]) => seen * 2 > parts);
  for (const [, { said }] of leaks) console.log(`leaks: ${said}`);
  const signal = fits.filter(({ ok }) => ok).length * 2 > parts;
  const codes = fits.flatMap((fit) => fit.ok ? [] : [fit.code]);
  const seen = fits.flatMap((fit) => fit.ok ? [fit.report.signal] : fit.code === "no-signal" ? [fit.signal] : []);
  const trained = seen.length === 0 ? null : round(seen.reduce((sum, one) => sum + one.auc, 0) / seen.length);
  console.log(`${parts} fit(s), ${(cpu / parts).toFixed(2)} s of CPU each; AUC out of fold while learning: ${trained}`);
  if (!signal) console.log(`no score: ${codes[0]}`);
  const yes = Uint8Array.from(outcomes);
  const lines = signal
    ? [...told].map(([name, probabilities]) => {
      const { auc, brier, ece } = quality(probabilities, yes);
      return { name, auc: round(auc), brier: round(brier), ece: round(ece) };
    })
    : [];
  if (signal) {
    console.table(Object.fromEntries(lines.map(({ name, ...line }) => [name, line])));
    const { low, high } = aucInterval(told.get("product")!, yes, { random: seeded(1) });
    console.log(`product AUC, 95 % of samples: ${low.toFixed(4)} … ${high.toFixed(4)} on ${yes.length} records`);
    if (!told.has("xgboost")) console.log("python3-xgboost is not installed: no such peer");
  }
  const own = lines.find(({ name }) => name === "product");
  if (!Deno.args.includes("--json")) return;
  console.log(JSON.stringify({
    auc: own?.auc ?? null,
    brier: own?.brier ?? null,
    ece: own?.ece ?? null,
    signal,
    leaking_columns: leaks.map(([column]) => column),
    peers: lines.filter(({ name }) => name !== "product"),
    code: signal ? null : codes[0],
    train_auc: trained,
    fit_cpu_s: round(cpu / parts),
  }));
}

function cpuSeconds(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1e6;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function fail(message: string): never {
  console.error(message);
  Deno.exit(1);
}
