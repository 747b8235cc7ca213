import assert from "node:assert/strict";
import { otherLayout, rank } from "./fuzzy.ts";

const all = [
  { names: ["Табло супервизора", "Wallboard"] },
  { names: ["Перерыв: обед", "Pause: lunch"] },
  { names: ["Выйти с линии", "Go offline"] },
  { names: ["Журнал действий", "Audit log"] },
];
const first = (query: string) => rank(query, all)[0]?.item.names[0];

Deno.test("an action is found in either language", () => {
  assert.equal(first("табло"), "Табло супервизора");
  assert.equal(first("wallb"), "Табло супервизора");
  assert.equal(first("обед"), "Перерыв: обед");
});

Deno.test("an action is found when the keyboard stood in the wrong layout", () => {
  assert.equal(otherLayout("nf,kj"), "табло");
  assert.equal(first("nf,kj"), "Табло супервизора");
  assert.equal(first("фгвше"), "Журнал действий");
});

Deno.test("letters of words are enough, nonsense finds nothing", () => {
  assert.equal(first("пер об"), "Перерыв: обед");
  assert.equal(rank("zzzz", all).length, 0);
  assert.equal(rank("", all).length, all.length);
});
