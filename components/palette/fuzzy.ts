/**
 * Finding actions by a few letters: as a subsequence, in either language, also when typed in the wrong keyboard layout
 * (`djkkb,jhl` for «воллборд», `рщдв` for "hold").
 */

const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./";
const CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю.";
const TO_CYRILLIC = new Map([...LATIN].map((letter, i) => [letter, CYRILLIC[i]]));
const TO_LATIN = new Map([...CYRILLIC].map((letter, i) => [letter, LATIN[i]]));

/** The same keys struck in the other layout. */
export function otherLayout(text: string): string {
  const lower = text.toLowerCase();
  const map = /[а-яё]/.test(lower) ? TO_LATIN : TO_CYRILLIC;
  return [...lower].map((letter) => map.get(letter) ?? letter).join("");
}

export interface Match {
  score: number;
  /** Positions in the text that matched, for marking. */
  at: number[];
}

/** Best match of the words in `query` within `text`; null when a letter is missing. Higher scores are better. */
export function match(query: string, text: string): Match | null {
  const needle = fold(query);
  const hay = fold(text);
  if (!needle) return { score: 0, at: [] };
  const whole = hay.indexOf(needle);
  if (whole >= 0) {
    const begins = whole === 0 || /[\s(«"/-]/.test(hay[whole - 1]);
    const at = Array.from(needle, (_, i) => whole + i);
    return { score: 1000 + (begins ? 500 : 0) - whole - hay.length / 100, at };
  }
  const at: number[] = [];
  let score = 0;
  let from = 0;
  for (const letter of needle) {
    if (letter === " ") continue;
    const found = hay.indexOf(letter, from);
    if (found < 0) return null;
    const starts = found === 0 || /[\s(«"/-]/.test(hay[found - 1]);
    score += starts ? 20 : found === from && at.length > 0 ? 12 : 2;
    score -= Math.min(10, found - from) / 2;
    at.push(found);
    from = found + 1;
  }
  // Letters strewn over a long text are not what anybody means.
  return score >= needle.length * 4 ? { score, at } : null;
}

export interface Candidate {
  /** Shown text first, then other names (the other language, synonyms). */
  names: readonly string[];
}

/** Candidates that match, best first; marks refer to the first name. */
export function rank<T extends Candidate>(
  query: string,
  all: readonly T[],
): { item: T; marks: number[]; score: number }[] {
  const tries = [query, otherLayout(query)];
  const found: { item: T; marks: number[]; score: number }[] = [];
  for (const item of all) {
    let best: { score: number; marks: number[] } | null = null;
    tries.forEach((text, layout) =>
      item.names.forEach((name, index) => {
        const hit = match(text, name);
        const score = hit ? hit.score - layout * 30 - index * 10 : 0;
        if (hit && (!best || score > best.score)) best = { score, marks: index === 0 ? hit.at : [] };
      })
    );
    if (best) found.push({ item, ...(best as { score: number; marks: number[] }) });
  }
  return found.sort((a, b) => b.score - a.score);
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll("ё", "е");
}
