/**
 * Text typed while the keyboard stood in the other layout (ЙЦУКЕН and QWERTY). The palette has its own small copy
 * (components/palette/fuzzy.ts): what runs in the browser may not import from here.
 */

const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./";
const CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю.";
const TO_CYRILLIC = new Map([...LATIN].map((key, at) => [key, CYRILLIC[at]]));
const TO_LATIN = new Map([...CYRILLIC].map((key, at) => [key, LATIN[at]]));
/** The same keys with Shift held: a capital «Х» is typed `{`. */
const SHIFTED = new Map([...'~{}:"<>'].map((sign, at) => [sign, "`[];',."[at]]));

/**
 * The same keys struck in the other layout, in lower case: `bdfyjd` is «иванов» and «ыьшер» is smith. Letters of
 * several Cyrillic keys are signs in Latin (`[hbcnjajh` is «христофор»), so swap a text before it is cut into words.
 */
export function swapLayout(text: string): string {
  const lower = text.toLowerCase();
  if (/[а-яё]/.test(lower)) return Array.from(lower, (key) => TO_LATIN.get(key) ?? key).join("");
  return Array.from(lower, (key) => TO_CYRILLIC.get(SHIFTED.get(key) ?? key) ?? key).join("");
}
