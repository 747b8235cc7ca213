/** A leak that is not found makes a model that is brilliant in the report and blind on tomorrow's leads. */
import assert from "node:assert/strict";
import { seeded } from "@/telephony/simulator/random.ts";
import { findLeaks, type LeakCode } from "@/ml/scores/guard.ts";
import { fitScore, scoreRecord, scoreTable } from "@/ml/scores/score.ts";
import { type Cell, type Table } from "@/ml/scores/table.ts";

const random = seeded(11);
const COUNT = 1_500;
const rows: Cell[][] = [], outcome = new Uint8Array(COUNT);
for (let n = 0; n < COUNT; n++) {
  const visits = Math.floor(random() * 30), source = ["Сайт", "Звонок", "Выставка", "Совет"][Math.floor(random() * 4)];
  const day = new Date(Date.UTC(2025, 0, 1) + n * 6 * 3_600_000).toISOString().slice(0, 10);
  rows.push([day, visits, source, random() < 0.3 ? null : "Москва"]);
  outcome[n] = random() < 1 / (1 + Math.exp(2.6 - visits / 10 - (source === "Совет" ? 1.5 : 0))) ? 1 : 0;
}
const honest: Table = { columns: ["Создана", "Визиты", "Источник", "Город"], rows };

function planted(name: string, cell: (row: number) => Cell): Table {
  return { columns: [...honest.columns, name], rows: rows.map((row, n) => [...row, cell(n)]) };
}

const noise = () => random() < 0.05;
const LEAKS: [string, LeakCode, (row: number) => Cell][] = [
  ["Сумма договора", "too-good", (n) => outcome[n] !== 0 !== noise() ? 1_000 + random() * 500 : random() * 100],
  ["Кто ведёт", "one-outcome", (n) => outcome[n] ? (random() < 0.5 ? "сопровождение" : "общая") : "общая"],
  ["Чем кончилось", "filled-by-outcome", (n) => outcome[n] ? null : ["дорого", "долго"][Math.floor(random() * 2)]],
  ["Балл анкеты", "unfilled-lately", (n) => n < COUNT * 0.6 ? Math.floor(random() * 20) : null],
  ["Last Activity", "named-later", (n) => random() < (outcome[n] ? 0.75 : 0.35) ? "Письмо" : "Звонок"],
  [
    "Дата закрытия",
    "dated-later",
    (n) => new Date(Date.parse(String(rows[n][0])) + Math.floor(random() * 90) * 86_400_000).toISOString().slice(0, 10),
  ],
];

Deno.test("honest columns stay, however well they tell who buys", () => {
  assert.deepEqual(findLeaks(honest, outcome), []);
});

for (const [name, code, cell] of LEAKS) {
  Deno.test(`a column that leaks is found and named with its reason: ${code}`, () => {
    const found = findLeaks(planted(name, cell), outcome);
    assert.deepEqual(found.map((leak) => [leak.column, leak.code]), [[name, code]]);
    assert.deepEqual(findLeaks(planted(name, cell), outcome, { keep: [name] }), []);
  });
}

Deno.test("a verdict that few records have is named, and so is what is filled in together with it", () => {
  const few = outcome.map((_, n) => (n * 7) % 10 < 4 ? 1 : 0);
  const score = (n: number) => few[n] ? Math.floor(random() * 10) + (outcome[n] ? 10 : 0) : null;
  const verdict = planted("Оценка", (n) => score(n));
  const both: Table = {
    columns: [...verdict.columns, "Комната"],
    rows: verdict.rows.map((row, n) => [...row, few[n] ? n % 5 : null]),
  };
  assert.deepEqual(findLeaks(both, outcome).map(({ column, code }) => [column, code]), [
    ["Оценка", "named-later"],
    ["Комната", "filled-with"],
  ]);
});

Deno.test("a score with a leak planted equals the score without it, and the reasons sum to it", async () => {
  const [name, , cell] = LEAKS[0];
  const clean = await fitScore(honest, outcome, { boost: { rounds: 50 } });
  const dirty = await fitScore(planted(name, cell), outcome, { boost: { rounds: 50 } });
  assert.ok(clean.ok && dirty.ok);
  assert.deepEqual(scoreTable(dirty.model, honest), scoreTable(clean.model, honest));
  const record = Object.fromEntries(honest.columns.map((column, n) => [column, rows[7][n]]));
  const { probability, rest, reasons } = scoreRecord(clean.model, record);
  const odds = reasons.reduce((sum, { effect }) => sum + effect, rest);
  assert.ok(Math.abs(1 / (1 + Math.exp(-odds)) - probability) < 1e-12);
  assert.ok(Math.abs(scoreTable(clean.model, honest)[7] - probability) < 1e-12);
  assert.deepEqual(scoreTable(JSON.parse(JSON.stringify(clean.model)), honest), scoreTable(clean.model, honest));
  assert.ok(clean.report.quality.auc > clean.report.signal.low && clean.report.quality.ece < 0.05);
});

Deno.test("outcomes of a coin are refused, and never become a score", async () => {
  for (const seed of [1, 2, 3]) {
    const coin = seeded(seed);
    const drawn = outcome.map(() => coin() < 0.6 ? 1 : 0);
    const fit = await fitScore(honest, drawn, { boost: { rounds: 50 } });
    assert.ok(!fit.ok && fit.code === "no-signal", JSON.stringify(fit));
  }
});

Deno.test("what only the past shows is refused: deals begun lately are not lost yet", async () => {
  const coin = seeded(5);
  const drawn = outcome.map((_, n) => coin() < (n < COUNT / 2 ? 0.35 : 0.65) ? 1 : 0);
  const fit = await fitScore(honest, drawn, { boost: { rounds: 50 } });
  assert.ok(!fit.ok && fit.code === "no-signal", JSON.stringify(fit));
});

Deno.test("too few records, one outcome, or nothing but names are refused with a code", async () => {
  const few = { ...honest, rows: rows.slice(0, 60) };
  assert.deepEqual(await fitScore(few, outcome.slice(0, 60)), { ok: false, code: "too-few", leaks: [] });
  assert.deepEqual(await fitScore(honest, new Uint8Array(COUNT)), { ok: false, code: "too-few", leaks: [] });
  const names = { columns: ["Имя"], rows: rows.map((_, n) => [`человек ${n}`]) };
  assert.deepEqual(await fitScore(names, outcome), { ok: false, code: "no-columns", leaks: [] });
});
