import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { allowedEdits, editDistance } from "./distance.ts";

/** By the definition, without tables or bounds. */
function naive(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const ways = [
    naive(a.slice(1), b) + 1,
    naive(a, b.slice(1)) + 1,
    naive(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
  ];
  if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]) ways.push(naive(a.slice(2), b.slice(2)) + 1);
  return Math.min(...ways);
}

const word = fc.string({ unit: fc.constantFrom("а", "б", "в"), maxLength: 6 });
const bound = fc.integer({ min: 0, max: 7 });

Deno.test("slips are counted as people make them: a letter wrong, missing, too many, two swapped", () => {
  const cases: [string, string, number][] = [
    ["иванов", "иванов", 0],
    ["иванов", "ивонов", 1],
    ["иванов", "иванв", 1],
    ["иванов", "иваннов", 1],
    ["иванов", "ивнаов", 1],
    ["щербаков", "щирбокав", 3],
    ["ca", "abc", 3],
    ["", "аб", 2],
  ];
  for (const [a, b, edits] of cases) {
    assert.equal(editDistance(a, b, { atMost: 9 }), edits, `${a} ${b}`);
    assert.equal(editDistance(b, a, { atMost: 9 }), edits, `${b} ${a}`);
  }
});

Deno.test("the bounded distance is the true one, or one more than the bound: giving up early loses no name", () => {
  fc.assert(
    fc.property(word, word, bound, (a, b, atMost) => {
      const edits = editDistance(a, b, { atMost });
      assert.equal(edits, Math.min(naive(a, b), atMost + 1));
      assert.equal(editDistance(b, a, { atMost }), edits);
      assert.equal(edits === 0, a === b);
    }),
    { numRuns: 500 },
  );
});

Deno.test("one slip is never more than one edit away, and each further slip at most one more", () => {
  fc.assert(fc.property(word, word, fc.nat(), fc.constantFrom("а", "г", ""), (a, b, place, letter) => {
    const at = place % (b.length + 1);
    const slipped = b.slice(0, at) + letter + b.slice(at + 1);
    assert.ok(editDistance(b, slipped, { atMost: 9 }) <= 1);
    assert.ok(editDistance(a, slipped, { atMost: 9 }) <= editDistance(a, b, { atMost: 9 }) + 2);
  }));
});

Deno.test("short words are not corrected and long ones by three letters at most, or «Ким» finds every «Лим»", () => {
  assert.deepEqual([1, 3, 4, 5, 6, 9, 10, 40].map(allowedEdits), [0, 0, 1, 1, 2, 2, 3, 3]);
});
