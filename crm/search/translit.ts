/** Russian names in Latin letters and back. Pure; words are lower case without ё, as crm/search/words.ts cuts them. */
import { foldCase } from "./words.ts";
import rules from "./translit.json" with { type: "json" };

/** ICAO Doc 9303 part 3, table B: how Russian passports spell names since 2013. */
const PASSPORT: Record<string, string> = rules.passport;
/** As people and firms spell themselves otherwise: Yuri, Sergey, Tatyana. */
const CUSTOMARY: Record<string, string> = { ...PASSPORT, ...rules.customary };

const MANY = 8;

/** The passport's spelling: «щукин» is shchukin. Letters that are not Russian stay. */
export function latinOf(text: string): string {
  return spelt(text, PASSPORT);
}

/** The passport's spelling and the customary one, where they differ: iurii, yuriy. */
export function latinSpellings(word: string): string[] {
  const customary = spelt(word, CUSTOMARY);
  return [...new Set([latinOf(word), customary, customary.replace(/[iy]y$/, "y")])];
}

function spelt(text: string, letters: Record<string, string>): string {
  return Array.from(foldCase(text), (letter) => letters[letter] ?? letter).join("");
}

interface Reading {
  text: string;
  cost: number;
}

/** A Latin spelling, its Russian one, what it costs (common is cheap), and where it holds: all the places named. */
type Rule = [latin: string, cyrillic: string, cost: number, places?: string];

const RULES = (rules.readings as Rule[]).map(([latin, cyrillic, cost, places]) => ({
  latin,
  cyrillic,
  cost,
  places: places?.split(" ") ?? [],
}));

const VOWEL = /[aeiouy']/;

/** Where in a word a rule may ask to stand. `closed`: before a consonant or at the end, where «ь» can be heard. */
const PLACES: Record<string, (before: string, after: string) => boolean> = {
  start: (before) => before === "",
  end: (_, after) => after === "",
  vowel: (before) => VOWEL.test(before.slice(-1)),
  consonant: (before) => before !== "" && !VOWEL.test(before.slice(-1)),
  closed: (_, after) => !VOWEL.test(after.slice(0, 1)),
};

/**
 * Russian spellings that a Latin-typed name may stand for, the likeliest first, at most 8: Shchukin, Yuliya, Alexey.
 * Nothing for a word that is not all Latin letters.
 */
export function cyrillicOf(word: string): string[] {
  const latin = foldCase(word).replace(/['’`]/g, "'");
  if (!/^[a-z'][a-z']*$/.test(latin)) return [];
  // The best readings of each beginning of the word; a longer match reaches further ahead.
  const best: Reading[][] = Array.from({ length: latin.length + 1 }, () => []);
  best[0].push({ text: "", cost: 0 });
  for (let at = 0; at < latin.length; at++) {
    const begun = nearest(best[at], 2 * MANY);
    const before = latin.slice(0, at);
    for (const rule of RULES) {
      if (!latin.startsWith(rule.latin, at)) continue;
      const after = latin.slice(at + rule.latin.length);
      if (!rule.places.every((place) => PLACES[place](before, after))) continue;
      const to = best[at + rule.latin.length];
      for (const { text, cost } of begun) to.push({ text: text + rule.cyrillic, cost: cost + rule.cost });
    }
  }
  return nearest(best[latin.length], MANY).map(({ text }) => text);
}

/** The cheapest, each text once; equal costs by the alphabet, so that the same word always gives the same list. */
function nearest(readings: readonly Reading[], many: number): Reading[] {
  const seen = new Map<string, number>();
  for (const { text, cost } of readings) seen.set(text, Math.min(cost, seen.get(text) ?? Infinity));
  return Array.from(seen, ([text, cost]) => ({ text, cost }))
    .sort((a, b) => a.cost - b.cost || (a.text < b.text ? -1 : 1)).slice(0, many);
}
