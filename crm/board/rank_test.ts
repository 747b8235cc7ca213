import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { between, compareCards, compareRanks, spread } from "@/crm/board/rank.ts";

const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.nat({ max: 12 })).map(([n, scale]) => {
  const text = `${n < 0n ? -n : n}`.padStart(scale + 1, "0");
  const rest = text.slice(text.length - scale);
  return `${n < 0n ? "-" : ""}${text.slice(0, text.length - scale)}${scale > 0 ? `.${rest}` : ""}`;
});

Deno.test("between two different places there is always another, or a card cannot be dropped there", () => {
  fc.assert(fc.property(decimal, decimal, (a, b) => {
    const order = compareRanks(a, b);
    const middle = order <= 0 ? between(a, b) : between(b, a);
    if (order === 0) return assert.equal(middle, null);
    const [low, high] = order < 0 ? [a, b] : [b, a];
    assert.equal(compareRanks(low, middle!), -1);
    assert.equal(compareRanks(middle!, high), -1);
  }));
});

Deno.test("many cards fit between two in their order, and beyond the first and the last", () => {
  const maybe = fc.option(decimal);
  fc.assert(fc.property(maybe, maybe, fc.integer({ min: 1, max: 60 }), (a, b, count) => {
    const wrong = a !== null && b !== null && compareRanks(a, b) >= 0;
    const places = spread(a, b, { count });
    if (wrong) return assert.equal(places, null);
    const all = [a, ...places!, b].filter((one) => one !== null);
    assert.equal(places!.length, count);
    for (let n = 1; n < all.length; n++) assert.equal(compareRanks(all[n - 1], all[n]), -1, all.join(" "));
  }));
});

Deno.test("a thousand drops at one place keep numbers short, or a column slows with the years", () => {
  let [low, high] = ["-1764358687.123456", "-1764358686.5"];
  for (let n = 0; n < 1_000; n++) {
    const middle = between(low, high)!;
    if (n % 3 === 0) low = middle;
    else high = middle;
  }
  assert.ok(between(low, high)!.length < 700, `${between(low, high)!.length} characters`);
});

Deno.test("browser and database order alike: numbers as numbers, ties by id", () => {
  assert.equal(compareRanks("-2", "-10"), 1);
  assert.equal(compareRanks("1.50", "1.5"), 0);
  assert.equal(compareRanks("-0.1", "0.05"), -1);
  assert.ok(compareCards({ rank: "1", id: "a" }, { rank: "1.0", id: "b" }) < 0);
  assert.throws(() => compareRanks("1", "NaN"));
});
