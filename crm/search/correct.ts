/**
 * What a person probably meant by a word that no record has: typed in the other keyboard layout or alphabet, or with
 * a slip. Pure; the words to choose from come from the caller (crm/record/text_search.ts).
 */
import { allowedEdits, editDistance } from "./distance.ts";
import { swapLayout } from "./layout.ts";
import { soundKey } from "./sound.ts";
import { cyrillicOf, latinSpellings } from "./translit.ts";
import { foldCase } from "./words.ts";

/** A word that stands in records, and in how many. */
export interface VocabularyWord {
  word: string;
  uses: number;
}

/** Shorter words are the beginning of nearly everything. */
const BEGINNING = 3;

/**
 * The word itself first, then as the other layout has it, then as the other alphabet spells it: each may be looked up
 * as it is, exactly or as a beginning, before anything is corrected. Each once, words only.
 */
export function spellings(word: string): string[] {
  const ways = [word, foldCase(swapLayout(word)), ...(/[а-я]/.test(word) ? latinSpellings(word) : cyrillicOf(word))];
  return [...new Set(ways)].filter((way, at) => at === 0 || /^[\p{L}\p{Nd}]+$/u.test(way));
}

/**
 * At most `limit` of the `vocabulary` that `word` may stand for, the nearest first, then the more used:
 * - the word as typed, alone, when it is known or begins a known word: it is no misspelling;
 * - else its other spellings that are known or begin one;
 * - else `nearWords`.
 */
export function rankCorrections(word: string, vocabulary: readonly VocabularyWord[], limit: number): string[] {
  const ways = spellings(word);
  const known = ways.filter((way) => isKnown(way, vocabulary));
  if (known[0] === word) return [word].slice(0, limit);
  // A whole word is worth more than a beginning: «julia» is «юлия», not the «юл» of «юлаев».
  const whole = known.filter((way) => vocabulary.some((entry) => entry.word === way));
  if (known.length > 0) return (whole.length > 0 ? whole : known).slice(0, limit);

  return nearWords(word, vocabulary, limit);
}

/**
 * At most `limit` words of the `vocabulary` the fewest edits away from any spelling of `word` (`allowedEdits`), and the
 * ones further off within the bound that sound the same. The word itself is not among them, known or not: duplicates
 * are looked for so. The nearest first, then the more used.
 */
export function nearWords(word: string, vocabulary: readonly VocabularyWord[], limit: number): string[] {
  const ways = spellings(word);
  const near = vocabulary.filter((entry) => entry.word !== word)
    .map((entry) => ({ ...entry, ...nearness(entry.word, ways) })).filter(({ edits }) => edits < Infinity);
  const fewest = Math.min(...near.map(({ edits }) => edits));
  return near.filter(({ edits, same }) => edits === fewest || same)
    .sort((a, b) => a.rank - b.rank || b.uses - a.uses || (a.word < b.word ? -1 : 1))
    .slice(0, limit).map((entry) => entry.word);
}

function isKnown(way: string, vocabulary: readonly VocabularyWord[]): boolean {
  return vocabulary.some(({ word }) => word === way || (way.length >= BEGINNING && word.startsWith(way)));
}

interface Nearness {
  /** Infinity: no spelling is within its bound. */
  edits: number;
  /** Sounds the same. */
  same: boolean;
  /** Edits, less for the same sound, more for another first letter, which people seldom miss. */
  rank: number;
}

function nearness(candidate: string, ways: readonly string[]): Nearness {
  let best: Nearness = { edits: Infinity, same: false, rank: Infinity };
  ways.forEach((way, at) => {
    const atMost = allowedEdits(Math.min(way.length, candidate.length));
    const edits = editDistance(way, candidate, { atMost });
    if (edits > atMost) return;
    const same = soundKey(way) === soundKey(candidate);
    // A slip and a wrong alphabet at once are rarer than a slip.
    const rank = edits - (same ? 0.5 : 0) + (way[0] === candidate[0] ? 0 : 0.25) + (at === 0 ? 0 : 0.125);
    if (rank < best.rank) best = { edits, same, rank };
  });
  return best;
}
