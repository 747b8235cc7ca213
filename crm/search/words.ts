/**
 * How the text of records and of queries is cut into words. Owns the rules; the SQL function `record_words`
 * (store/migrations) cuts what is stored and must give the same words for the same text.
 *
 * They agree on every text that is in Unicode's composed form. Two differences are wanted here only: what was typed is
 * normalised (NFKC) first, as a Mac sends «й» as two characters, and a query is bounded.
 */

/** A query of more words is somebody's pasted letter. */
export const MAX_WORDS = 8;
/** Longer words are looked for by their beginning. */
export const MAX_LETTERS = 40;

/** `[^[:alnum:]]+` of PostgreSQL under C.UTF-8: vowel signs of Hindi or Thai belong to words, a lone accent does not. */
const BETWEEN = /[^\p{Alphabetic}\p{Nd}]+/u;

/** Lower case without ё, as the index has it. Letter by letter: the end of a word may not change its letters (Σ). */
export function foldCase(text: string): string {
  let folded = "";
  // «İ» would become two characters, of which the second is no letter.
  for (const letter of text) folded += letter === "\u0130" ? "i" : letter.toLowerCase();
  return folded.replaceAll("ё", "е");
}

/** The words of a query: at most 8 of at most 40 letters, in the order typed. Nothing but signs gives none. */
export function searchWords(text: string): string[] {
  const words: string[] = [];
  for (const word of foldCase(text.normalize("NFKC")).split(BETWEEN)) {
    if (word === "") continue;
    words.push(Array.from(word).slice(0, MAX_LETTERS).join(""));
    if (words.length === MAX_WORDS) break;
  }
  return words;
}
