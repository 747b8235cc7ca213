/** A score that is off for one city costs its people their call backs, and nobody sees it in the mean. */
import assert from "node:assert/strict";
import { fairness } from "@/ml/scores/fairness.ts";
import { seeded } from "@/telephony/simulator/random.ts";

const random = seeded(6);
const groups: string[] = [], probability: number[] = [], seen: number[] = [];
for (let n = 0; n < 6_000; n++) {
  const city = n % 3 === 0 ? "Казань" : n % 100 === 1 ? "Тверь" : "Москва";
  const chance = random();
  groups.push(city);
  probability.push(chance);
  seen.push(random() < chance ? 1 : 0);
}
const outcome = Uint8Array.from(seen);

Deno.test("a fair score is not blamed, and a handful of people is no group", () => {
  const figures = fairness({ probability, outcome }, groups);
  assert.deepEqual(figures.map(({ group, off, seldom }) => [group, off, seldom]), [
    ["Москва", false, false],
    ["Казань", false, false],
  ]);
  for (const { told, won, picked, auc } of figures) {
    assert.ok(Math.abs(told - won) < 0.03 && Math.abs(picked - 1) < 0.15 && auc > 0.75);
  }
});

Deno.test("a score that tells too little for one city is named, and so is how seldom it is picked", () => {
  const biased = probability.map((one, n) => groups[n] === "Казань" ? one * 0.85 : one);
  const [moscow, kazan] = fairness({ probability: biased, outcome }, groups);
  assert.ok(kazan.off && kazan.seldom && kazan.told < kazan.won && kazan.picked < 0.7, JSON.stringify(kazan));
  assert.ok(!moscow.off && !moscow.seldom);
});
