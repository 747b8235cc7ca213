/** Scores stand on these trees: what breaks here ranks every lead and deal wrongly, silently. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { seeded } from "@/telephony/simulator/random.ts";
import { allOdds, effectsOf, fitTrees, oddsOf, sigmoid } from "@/ml/scores/boost.ts";
import { encode, learnFeatures, pickRows } from "@/ml/scores/features.ts";
import { auc } from "@/ml/scores/metrics.ts";
import { type Cell, type Table } from "@/ml/scores/table.ts";

const FAST = { rounds: 12, depth: 3, leastWeight: 1, shrinkage: 0.1 };

/** Records whose outcome hangs on a number, on a category and on what is unknown. */
function records(seed: number, count = 200): { table: Table; outcome: Uint8Array } {
  const random = seeded(seed);
  const rows: Cell[][] = [], outcome = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    const visits = random() < 0.15 ? null : Math.floor(random() * 40);
    const source = ["web", "call", "fair", "friend"][Math.floor(random() * 4)];
    rows.push([visits, source, Math.floor(random() * 9) - 4]);
    const odds = (visits === null ? -1.5 : visits / 10 - 2) + (source === "friend" ? 2 : 0);
    outcome[n] = random() < sigmoid(odds) ? 1 : 0;
  }
  return { table: { columns: ["visits", "source", "noise"], rows }, outcome };
}

function fitted(table: Table, outcome: Uint8Array, options = {}) {
  const bins = encode(learnFeatures(table), table);
  return { bins, model: fitTrees(bins, outcome, { ...FAST, ...options }) };
}

const mapped = (table: Table, by: (row: readonly Cell[]) => Cell[]): Table => ({ ...table, rows: table.rows.map(by) });

Deno.test("money in roubles or in kopecks, or on a log scale, gives the very same scores", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(...[
        (x: number) => x * 100 + 7,
        (x: number) => Math.exp(x / 10),
        (x: number) => x ** 3,
        (x: number) => Math.log1p(x),
      ]),
      (seed, scale) => {
        const { table, outcome } = records(seed);
        const other = mapped(table, ([visits, ...rest]) => [visits === null ? null : scale(Number(visits)), ...rest]);
        const a = fitted(table, outcome), b = fitted(other, outcome);
        assert.deepEqual(allOdds(a.model, a.bins), allOdds(b.model, b.bins));
      },
    ),
    { numRuns: 20 },
  );
});

Deno.test("the order in which records come in changes no score", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { table, outcome } = records(seed);
      const random = seeded(seed + 1);
      const order = [...outcome.keys()].map((row) => ({ row, at: random() })).sort((a, b) => a.at - b.at)
        .map(({ row }) => row);
      const a = fitted(table, outcome);
      const shuffled = { ...table, rows: order.map((row) => table.rows[row]) };
      const b = fitted(shuffled, Uint8Array.from(order, (row) => outcome[row]));
      const odds = allOdds(a.model, a.bins);
      assert.deepEqual([...allOdds(b.model, b.bins)], order.map((row) => odds[row]));
    }),
    { numRuns: 20 },
  );
});

Deno.test("a column that is the same everywhere changes no score", () => {
  const { table, outcome } = records(5);
  const wider = mapped({ ...table, columns: ["always", ...table.columns] }, (row) => ["yes", ...row]);
  const a = fitted(table, outcome), b = fitted(wider, outcome);
  assert.deepEqual(allOdds(a.model, a.bins), allOdds(b.model, b.bins));
});

Deno.test("whatever the record, known or not, the score is a probability and the reasons add up to it", () => {
  const { table, outcome } = records(8);
  const set = learnFeatures(table);
  const model = fitTrees(encode(set, table), outcome, FAST);
  const cell = fc.oneof(
    fc.constantFrom<Cell>(null, "", "web", "never seen", "NaN"),
    fc.double().map((x): Cell => x),
    fc.string().map((x): Cell => x),
  );
  fc.assert(fc.property(fc.array(cell, { minLength: 3, maxLength: 3 }), (row) => {
    const bins = encode(set, { columns: table.columns, rows: [row] });
    const odds = oddsOf(model, bins, 0);
    const { rest, effects } = effectsOf(model, bins, 0);
    assert.ok(sigmoid(odds) > 0 && sigmoid(odds) < 1);
    assert.ok(Math.abs(rest + effects.reduce((sum, effect) => sum + effect, 0) - odds) < 1e-9);
  }));
});

Deno.test("records whose field nobody filled in are told apart when that says something", () => {
  const random = seeded(3);
  const rows: Cell[][] = [], outcome = new Uint8Array(400);
  for (let n = 0; n < 400; n++) {
    rows.push([random() < 0.5 ? null : Math.floor(random() * 100)]);
    outcome[n] = random() < (rows[n][0] === null ? 0.1 : 0.7) ? 1 : 0;
  }
  const { bins, model } = fitted({ columns: ["budget"], rows }, outcome, { rounds: 60 });
  const odds = allOdds(model, bins);
  for (const known of [true, false]) {
    const some = [...outcome.keys()].filter((n) => (rows[n][0] !== null) === known);
    const told = some.reduce((sum, n) => sum + sigmoid(odds[n]), 0) / some.length;
    const seen = some.reduce((sum, n) => sum + outcome[n], 0) / some.length;
    assert.ok(Math.abs(told - seen) < 0.02, `${told} ${seen}`);
  }
});

Deno.test("one kind of customer among many is found, whatever the spelling of its neighbours", () => {
  const random = seeded(4);
  const rows: Cell[][] = [], outcome = new Uint8Array(1_200);
  for (let n = 0; n < 1_200; n++) {
    const kind = Math.floor(random() * 24);
    rows.push([`kind ${kind}`]);
    outcome[n] = random() < (kind % 2 ? 0.75 : 0.25) ? 1 : 0;
  }
  const { bins, model } = fitted({ columns: ["kind"], rows }, outcome, { rounds: 40 });
  assert.ok(auc(allOdds(model, bins), outcome) > 0.72);
});

Deno.test("trees stop when later records get no better for them", () => {
  const { table, outcome } = records(9, 600);
  const bins = encode(learnFeatures(table), table);
  const all = [...outcome.keys()];
  const later = { bins: pickRows(bins, all.slice(400)), outcome: outcome.slice(400) };
  const options = { rounds: 400, patience: 20, shrinkage: 0.2 };
  const early = pickRows(bins, all.slice(0, 400));
  const stopped = fitTrees(early, outcome.slice(0, 400), { ...options, validation: later });
  const endless = fitTrees(early, outcome.slice(0, 400), options);
  assert.ok(stopped.trees.length > 0 && stopped.trees.length < 200, `${stopped.trees.length}`);
  const loss = (model: typeof stopped) =>
    allOdds(model, later.bins).reduce((sum, odds, n) => sum + Math.log1p(Math.exp(later.outcome[n] ? -odds : odds)), 0);
  assert.ok(loss(stopped) < loss(endless));
});
