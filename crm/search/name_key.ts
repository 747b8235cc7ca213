/** One key for the spellings of a name: Russian and Latin letters, and the ways to write Russian in Latin. Pure. */
import { latinOf } from "./translit.ts";
import table from "./diminutives.json" with { type: "json" };

/** In this order: longer spellings before the letters they begin with. */
const ALIKE: readonly [RegExp, string][] = [
  [/tch|tsch/g, "ch"],
  [/shch|sch/g, "sh"],
  [/x/g, "ks"],
  [/ck|q/g, "k"],
  [/c(?=[eiy])/g, "ts"],
  [/c(?!h)/g, "k"],
  [/tz/g, "ts"],
  [/kh/g, "h"],
  [/ph/g, "f"],
  [/th/g, "t"],
  [/w/g, "v"],
  [/^[yj]e/, "e"],
  [/[yj]o/g, "e"],
  [/[yj]/g, "i"],
  // «Юлия» is iuliia or yulia; «Толстой», «Дмитрий» end in any of i, y, iy, ii.
  [/(.)\1+/g, "$1"],
  // «Соловьёв» is solovev, solovyev, soloviev.
  [/ie(?=v)/g, "e"],
];

/** The key of a lower-case word; equal keys are one name: aleksei for «алексей», Aleksey, Alexei. */
export function nameKey(word: string): string {
  return ALIKE.reduce((key, [spelt, as]) => key.replace(spelt, as), latinOf(word));
}

const FULL_NAMES = new Map<string, Set<string>>();
for (const [full, others] of Object.entries(table.names)) {
  for (const form of [full, ...others]) {
    const key = nameKey(form);
    FULL_NAMES.set(key, (FULL_NAMES.get(key) ?? new Set()).add(full));
  }
}

/** The full Russian first names that a word may be: both for «саша», one for «алексей»; none for other words. */
export function firstNamesOf(word: string): string[] {
  return [...FULL_NAMES.get(nameKey(word)) ?? []];
}

/** Every other form of the first names that a word may be: for «саша» those of «александр» and «александра». */
export function otherNames(word: string): string[] {
  const forms = firstNamesOf(word).flatMap((full) => [full, ...table.names[full as keyof typeof table.names]]);
  return [...new Set(forms.map((form) => form.replaceAll("ё", "е")))].filter((form) => form !== word);
}
