import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { swapLayout } from "./layout.ts";

Deno.test("a name typed in the wrong layout is read, also where Russian letters stand on signs", () => {
  const cases: [typed: string, meant: string][] = [
    ["bdfyjd", "иванов"],
    ["Bdfyjd Gtnh", "иванов петр"],
    ["[hbcnjajh", "христофор"],
    [";tyz", "женя"],
    ["k.,jdm", "любовь"],
    ["'kkf", "элла"],
    ["`;br", "ёжик"],
    ["{fhbnjyjd", "харитонов"],
    [":>~", "жюё"],
    ['}"<', "ъэб"],
    ["ыьшер", "smith"],
    ["ЗУЕУК", "peter"],
    ["bdfyjd 42", "иванов 42"],
  ];
  for (const [typed, meant] of cases) assert.equal(swapLayout(typed), meant);
});

Deno.test("swapped twice a word is itself again: no letter is lost between the layouts", () => {
  const of = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), minLength: 1 });
  const words = fc.oneof(of("qwertyuiopasdfghjklzxcvbnm"), of("ёйцукенгшщзхъфывапролджэячсмитьбю"));
  fc.assert(fc.property(words, (word) => {
    assert.notEqual(swapLayout(word), word);
    assert.equal(swapLayout(swapLayout(word)), word);
  }));
});
