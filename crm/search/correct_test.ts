import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { nearWords, rankCorrections, spellings } from "./correct.ts";
import { allowedEdits, editDistance } from "./distance.ts";

const vocabulary = (words: string) =>
  words.split(" ").map((it) => {
    const [word, uses] = it.split(":");
    return { word, uses: Number(uses ?? 1) };
  });
const NAMES = vocabulary(
  "иванов иванова иваново иваненко петров петрова сергей щербаков юлия джулия юлаев smith кузнецов константин yuriy женя ким",
);
const meant = (typed: string, words = NAMES) => rankCorrections(typed, words, 4);

Deno.test("a word is tried as typed, in the other layout and in the other alphabet", () => {
  assert.deepEqual(spellings("bdfyjd").slice(0, 2), ["bdfyjd", "иванов"]);
  assert.deepEqual(spellings("юрий"), ["юрий", "iurii", "yuriy", "yury"]);
  assert.ok(spellings("ivanov").includes("иванов"));
  assert.ok(spellings("`krf").includes("елка"));
  assert.deepEqual(spellings("x"), ["x", "ч", "кс", "х"]);
  assert.deepEqual(spellings("42"), ["42"]);
});

Deno.test("a person finds the name that was meant, first in the list", () => {
  const cases: [typed: string, first: string][] = [
    ["иваноф", "иванов"],
    ["петорв", "петров"],
    ["щирбаков", "щербаков"],
    ["канстантин", "константин"],
    ["сергй", "сергей"],
    ["bdfyjd", "иванов"],
    ["bdfyja", "иванов"],
    ["ыьшер", "smith"],
    ["ivanof", "иванов"],
    ["julia", "юлия"],
    ["kuznetsov", "кузнецов"],
    ["kuznetsof", "кузнецов"],
    ["shcherbakov", "щербаков"],
    ["юрий", "yuriy"],
  ];
  for (const [typed, first] of cases) assert.equal(meant(typed)[0], first, typed);
});

Deno.test("a word that is known, or begins a known one, is left as it is: a search must not widen by itself", () => {
  assert.deepEqual(meant("иванов"), ["иванов"]);
  assert.deepEqual(meant("ивано"), ["ивано"]);
  assert.deepEqual(meant("ива"), ["ива"]);
  assert.deepEqual(meant("bdfyj"), ["ивано"]);
  assert.deepEqual(meant("ив"), []);
  assert.deepEqual(meant("иванов", vocabulary("ivanov:9 иванов")), ["иванов"]);
  assert.deepEqual(meant("ивано", vocabulary("ivano:9 иванов")), ["ивано"]);
  // A whole word in another alphabet goes before beginnings.
  assert.deepEqual(meant("julia"), ["юлия", "джулия"]);
});

Deno.test("what is too far from everything has no correction, or strangers are shown", () => {
  for (const typed of ["zzz", "кин", "лим", "абракадабра", "12345"]) assert.deepEqual(meant(typed), [], typed);
  assert.deepEqual(rankCorrections("иваноф", [], 4), []);
  assert.deepEqual(rankCorrections("иваноф", NAMES, 0), []);
  assert.deepEqual(rankCorrections("иванов", NAMES, 0), []);
});

Deno.test("only the nearest words are offered, the same sound first, then the more used", () => {
  assert.deepEqual(meant("иваноф"), ["иванов"]);
  assert.deepEqual(meant("петроа", vocabulary("петров:1 петроа:0 петрол:9")), ["петроа"]);
  assert.deepEqual(meant("белав", vocabulary("белан:9 белов:1 белаш:3")), ["белов", "белан", "белаш"]);
  assert.deepEqual(meant("петрон", vocabulary("петров:1 петрок:5 ветрон:9 петром:5")), [
    "петрок",
    "петром",
    "петров",
    "ветрон",
  ]);
  assert.deepEqual(rankCorrections("петрон", vocabulary("петров:1 петрок:5"), 1), ["петрок"]);
  // As typed before another alphabet, another alphabet before another first letter.
  assert.deepEqual(meant("petrov", vocabulary("getrov:9 петрок:9 petrow:1")), ["petrow", "петрок", "getrov"]);
  // Further off, but the same to the ear.
  assert.deepEqual(meant("канстонтин", vocabulary("константин канстонтик")), ["канстонтик", "константин"]);
  assert.deepEqual(meant("канстонтин", vocabulary("канстантан константин")), ["константин", "канстантан"]);
});

Deno.test("corrections come from the vocabulary or are the word, each once, within the bound, never more than asked", () => {
  const word = fc.string({ unit: fc.constantFrom(..."абвиор"), minLength: 1, maxLength: 8 });
  const entry = fc.record({ word, uses: fc.nat(9) });
  fc.assert(fc.property(word, fc.array(entry, { maxLength: 20 }), fc.nat(5), (typed, words, limit) => {
    const found = rankCorrections(typed, words, limit);
    assert.ok(found.length <= limit);
    const ways = spellings(typed);
    for (const one of found) {
      assert.ok(words.some((it) => it.word === one) || ways.includes(one));
      const near = ways.some((way) =>
        editDistance(way, one, { atMost: 9 }) <= allowedEdits(Math.min(way.length, one.length))
      );
      assert.ok(near, `${typed} ${one}`);
    }
    if (limit > 0 && words.some((it) => it.word === typed)) assert.deepEqual(found, [typed]);
    assert.deepEqual(rankCorrections(typed, words.toReversed(), limit), found);
  }));
});

Deno.test("duplicates are looked for among the near words of a name that is known, never the name itself", () => {
  assert.deepEqual(nearWords("иванов", NAMES, 4), ["иванова", "иваново"]);
  assert.deepEqual(nearWords("иванов", vocabulary("иванов ивонов ivanov"), 4), ["ivanov", "ивонов"]);
  assert.deepEqual(nearWords("иванов", vocabulary("иванов ивонов иваноф"), 4), ["иваноф", "ивонов"]);
  assert.deepEqual(nearWords("ким", NAMES, 4), []);
});
