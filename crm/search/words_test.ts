import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { foldCase, MAX_LETTERS, MAX_WORDS, searchWords } from "./words.ts";

Deno.test("a query is cut at every sign, or «Иванов-Петров» is found by neither name", () => {
  const cases: [text: string, words: string[]][] = [
    ["Иванов-Петров, Пётр (ООО «Ёлка»)", ["иванов", "петров", "петр", "ооо", "елка"]],
    ["O'Neil & Sons_Ltd.", ["o", "neil", "sons", "ltd"]],
    ["  7-я школа №15 ", ["7", "я", "школа", "no15"]],
    ["ЩУКИН", ["щукин"]],
    ["ΟΔΟΣ İstanbul STRASSE", ["οδοσ", "istanbul", "strasse"]],
    ["हिन्दी", ["हिन", "दी"]],
    ["", []],
    ["—…!?", []],
  ];
  for (const [text, words] of cases) assert.deepEqual(searchWords(text), words, text);
});

Deno.test("text from a Mac, with accents as characters of their own, finds what was stored composed", () => {
  assert.deepEqual(searchWords("Андреи\u0306 Семе\u0308нов"), ["андрей", "семенов"]);
  assert.deepEqual(searchWords("\uff21\uff42\uff11"), ["ab1"]);
});

Deno.test("a pasted letter asks for no more than eight words of forty letters, or a search takes seconds", () => {
  assert.deepEqual(searchWords("а б в г д е ж з и к"), ["а", "б", "в", "г", "д", "е", "ж", "з"]);
  assert.deepEqual(searchWords("ы".repeat(41)), ["ы".repeat(40)]);
  assert.deepEqual(searchWords("\u{20000}".repeat(41)), ["\u{20000}".repeat(40)]);
});

Deno.test("words hold letters and digits only, whatever is typed: they go into a tsquery as they are", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const words = searchWords(text);
    assert.ok(words.length <= MAX_WORDS);
    for (const word of words) {
      assert.match(word, /^[\p{Alphabetic}\p{Nd}]+$/u);
      assert.ok([...word].length <= MAX_LETTERS);
      assert.doesNotMatch(word, /[ёЁА-ЯA-Z]/);
    }
  }));
});

Deno.test("cutting what was cut changes nothing, or a correction shown and clicked finds other records", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(..."абёЁйЙxYz09 -.«ſ") }), (text) => {
    const words = searchWords(text);
    assert.deepEqual(searchWords(words.join(" ")), words);
    assert.equal(foldCase(foldCase(text)), foldCase(text));
  }));
});
