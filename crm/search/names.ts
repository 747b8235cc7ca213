/**
 * How alike two names of persons or companies are, for finding duplicates. Pure.
 *
 * A name is a set of words: their order says nothing, forms of companies say nothing, Latin and Russian spellings are
 * compared by one key. Of the words that pair best, each pair counts by how alike it is; words left over on one side
 * count against, and words left over on both sides are a contradiction, which counts more: two first names are two
 * persons, as are «Иванов» and «Иванова».
 */
import { allowedEdits, editDistance } from "./distance.ts";
import { firstNamesOf, nameKey } from "./name_key.ts";
import { searchWords } from "./words.ts";
import forms from "./company_forms.json" with { type: "json" };

/** From here the names may be shown as those of one person or company: found by name alone, people decide. */
export const PERHAPS_SAME = 0.75;
/** From here the names are one name in two spellings: a slip, another order, a diminutive. */
export const SURELY_SAME = 0.9;

/** What a pair of words that are not equal counts. */
const DIMINUTIVE = 0.95;
/** «Газпром нефть» and «Газпромнефть». */
const WRITTEN_TOGETHER = 0.97;
const INITIAL = 0.7;
const PER_EDIT = 0.12;
/** What words left over on both sides leave of the likeness. */
const CONTRADICTION = 0.8;

/** Words that say only what kind of company it is: «ооо», llc. */
export const COMPANY_FORMS: ReadonlySet<string> = new Set(forms.words);

interface Word {
  key: string;
  /** First names it may be; empty: none that we know. */
  firstNames: readonly string[];
  patronymic: boolean;
}

/**
 * From 0 (nothing in common) to 1 (the same name); 0 when one of the names has no words. Symmetric. A patronymic or a
 * second initial that only one of the names has is no difference.
 */
export function nameLikeness(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length === 0 || right.length === 0) return 0;
  const [leftKeys, rightKeys] = [left, right].map((words) => words.map(({ key }) => key));
  if (leftKeys.toSorted().join(" ") === rightKeys.toSorted().join(" ")) return 1;
  if (together(leftKeys) === together(rightKeys)) return WRITTEN_TOGETHER;
  return likeness(withoutOptional(left, right), withoutOptional(right, left));
}

/** Keys have no doubled letters, so none where words meet. */
const together = (keys: readonly string[]) => keys.join("").replace(/(.)\1+/g, "$1");

function likeness(left: readonly Word[], right: readonly Word[]): number {
  const { sum, pairs } = bestPairs(left, right);
  const contradiction = pairs < Math.min(left.length, right.length);
  const mean = sum / Math.max(left.length, right.length);
  // Rounded, as the order of adding leaves different last digits.
  return Math.round(mean * (contradiction ? CONTRADICTION : 1) * 10_000) / 10_000;
}

function wordsOf(name: string): Word[] {
  // «Рога и копыта» is «Рога & копыта»; «и» between words is no initial, which is a capital.
  let text = name.replace(/(\s)(и|and|&)(?=\s)/gu, "$1").toLowerCase().replaceAll("ё", "е");
  for (const phrase of forms.phrases) text = text.replace(phrase, " ");
  const all = searchWords(text);
  const meant = all.filter((word) => !COMPANY_FORMS.has(word));
  return (meant.length > 0 ? meant : all).map((word) => ({
    key: nameKey(word),
    firstNames: firstNamesOf(word),
    patronymic: /.(?:[ое]вич|[ое]вна|[иь]нична|ична|[лмк]ич|итич|оглы|кызы)$|.(?:[oe]vich|[oe]vna|ichna)$/.test(word),
  }));
}

/** Without what the other name need not have: a patronymic of three words, or the second of two initials. */
function withoutOptional(words: Word[], other: readonly Word[]): Word[] {
  if (words.length < 3 || other.length >= words.length) return words;
  const optional = words.findIndex(({ patronymic }) => patronymic);
  if (optional >= 0) return other.some(({ patronymic }) => patronymic) ? words : words.toSpliced(optional, 1);
  const initials = words.filter(({ key }) => key.length === 1);
  return initials.length === 2 ? words.toSpliced(words.indexOf(initials[1]), 1) : words;
}

/** The pairing of words with the greatest sum: at most eight words a side, so every pairing is tried (by subsets). */
function bestPairs(left: readonly Word[], right: readonly Word[]): { sum: number; pairs: number } {
  let best = new Map([[0, { sum: 0, pairs: 0 }]]);
  for (const one of left) {
    const next = new Map(best);
    for (const [taken, { sum, pairs }] of best) {
      right.forEach((other, at) => {
        const worth = taken & 1 << at ? 0 : wordLikeness(one, other);
        const key = taken | 1 << at;
        if (worth > 0 && sum + worth > (next.get(key)?.sum ?? 0)) next.set(key, { sum: sum + worth, pairs: pairs + 1 });
      });
    }
    best = next;
  }
  return [...best.values()].reduce((most, it) => (it.sum - most.sum || it.pairs - most.pairs) > 0 ? it : most);
}

function wordLikeness(a: Word, b: Word): number {
  if (a.key === b.key) return 1;
  const [short, long] = a.key.length <= b.key.length ? [a, b] : [b, a];
  if (short.key.length === 1) return long.key.startsWith(short.key) && !/\d/.test(short.key) ? INITIAL : 0;
  if (a.firstNames.length > 0 && b.firstNames.length > 0) {
    return a.firstNames.some((name) => b.firstNames.includes(name)) ? DIMINUTIVE : 0;
  }
  if (a.patronymic !== b.patronymic || /\d/.test(a.key + b.key) || ofTwoSexes(short.key, long.key)) return 0;
  const edits = editDistance(a.key, b.key, { atMost: allowedEdits(short.key.length) });
  return edits > allowedEdits(short.key.length) ? 0 : 1 - PER_EDIT * edits;
}

/** A husband's and a wife's surname: ivanov, ivanova; chaikovski, chaikovskaia; tolstoi, tolstaia. */
function ofTwoSexes(short: string, long: string): boolean {
  if (long === `${short}a`) return /(ov|ev|in|yn|un)$/.test(short);
  const stem = /^(.+)aia$/.exec(long)?.[1];
  return stem !== undefined && [`${stem}i`, `${stem}oi`].includes(short);
}
