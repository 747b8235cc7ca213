import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { linesTotal } from "@/crm/deals/amount.ts";
import { readLines } from "@/crm/record/reading_sales.ts";
import type { DealLine } from "@/crm/record/types.ts";
import { blankLine, draftsTotal, draftTotal, isBlankLine, lineDraft, productLine, sentLine } from "./lines.ts";

// Keys stand in the order in which they are read.
const line = fc.record({
  product: fc.constantFrom(null, "019a5f0e-2c11-7c4e-9a55-0f4be2d1c002"),
  name: fc.stringMatching(/^[А-Яа-яA-Za-z0-9][А-Яа-яA-Za-z0-9 ]{0,30}[А-Яа-яA-Za-z0-9]$/),
  quantity: fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 1_000),
  price: fc.record({ minor: fc.integer({ min: 0, max: 100_000_000 }), currency: fc.constantFrom("RUB", "USD", "JPY") }),
  discount: fc.integer({ min: 0, max: 1_000 }).map((n) => n / 10),
});

Deno.test("a line that is opened and saved untouched is the same line, or amounts creep with every save", () => {
  fc.assert(fc.property(line, (given: DealLine) => {
    const read = readLines([sentLine(lineDraft(given))]);
    assert.ok(read.ok, JSON.stringify(read));
    assert.equal(JSON.stringify(read.value), JSON.stringify([given]));
  }));
});

Deno.test("the total that people see while they type is the one that the server makes", () => {
  fc.assert(fc.property(fc.array(line, { maxLength: 12 }), (given: DealLine[]) => {
    const same = given.map((one) => ({ ...one, price: { ...one.price, currency: "RUB" } }));
    assert.deepEqual(draftsTotal(same.map(lineDraft)), linesTotal(same));
  }));
});

Deno.test("what is no number has no total and goes to the server as it was typed", () => {
  const draft = { ...blankLine(), name: "Песок", quantity: "две", price: "100" };
  assert.deepEqual([draftTotal(draft), draftsTotal([draft])], [null, null]);
  assert.equal(readLines([sentLine(draft)]).ok, false);
  for (const bad of [{ discount: "101" }, { discount: "-1" }, { quantity: "-2" }, { price: "дорого" }]) {
    assert.equal(draftTotal({ ...blankLine(), name: "x", price: "1", ...bad }), null, JSON.stringify(bad));
  }
  assert.equal(draftTotal({ ...blankLine(), name: "x", quantity: "1 000,5", price: "2,50" }), 250_125);
});

Deno.test("a line that was begun and left says nothing; a product brings its name and its price", () => {
  assert.ok(isBlankLine(blankLine()));
  const product = { id: "019a5f0e-2c11-7c4e-9a55-0f4be2d1c002", name: "Brick" };
  const taken = productLine({ ...product, price: { minor: 45_50, currency: "USD" } });
  assert.deepEqual([taken.name, taken.price, taken.currency], ["Brick", "45.50", "USD"]);
  assert.equal(productLine({ ...product, price: null }, "KZT").price, "");
});

Deno.test("amounts of several currencies are not added up", () => {
  const price = (currency: string) => ({ ...blankLine(currency), name: currency, price: "1" });
  assert.equal(draftsTotal([price("RUB"), price("USD")]), null);
});
