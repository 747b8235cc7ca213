/** The cut of a query against the cut of the store, on the real server. */
import assert from "node:assert/strict";
import { withDatabase } from "@/store/testing.ts";
import { searchWords } from "./words.ts";

/** Composed letters of the scripts that names are written in; servers know newer or older Unicode in the rest. */
const WRITTEN = new RegExp(
  "Latin Greek Cyrillic Armenian Georgian Arabic Hebrew Han Hiragana Katakana Hangul Devanagari Thai Common".split(" ")
    .map((script) => `\\p{Script=${script}}`).join("|"),
  "u",
);
/** What Unicode added after the server's tables: phonetic letters, two for Khanty, one for Arabic. */
const NEWER = /[\u0897\u1c89\u1c8a\ua7cb-\ua7dc]/;

Deno.test("letters are the same to the query and to the store, or a record is not found by its own name", async () => {
  await withDatabase(async (store) => {
    const { rows } = await store.pool.query<{ code: number; words: string[] }>(
      `select code, coalesce(tsvector_to_array(record_words('a' || chr(code) || 'b')), '{}') as words
        from generate_series(1, 65533) code where code not between 55296 and 57343`,
    );
    const differ: string[] = [];
    let compared = 0;
    for (const { code, words } of rows) {
      const text = `a${String.fromCodePoint(code)}b`;
      if (text.normalize("NFKC") !== text || !WRITTEN.test(text[1]) || NEWER.test(text)) continue;
      compared++;
      if (searchWords(text).sort().join() !== [...words].sort().join()) differ.push(code.toString(16));
    }
    assert.deepEqual(differ, []);
    assert.ok(compared > 40_000, `${compared}`);
  });
});
