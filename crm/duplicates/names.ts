/**
 * How a name is looked for among a million: two of its words together, which few records share, then the words that are
 * spelt nearly so. One word alone is no name of a person; of a company it is.
 */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";
import { rankCorrections, spellings } from "@/crm/search/correct.ts";
import { searchWords } from "@/crm/search/words.ts";
import type { ContactableKind } from "@/crm/record/mod.ts";
import forms from "@/crm/search/company_forms.json" with { type: "json" };
import noise from "@/crm/duplicates/noise.json" with { type: "json" };

/** Legal forms and their like stand in half of all companies' names and tell nothing. */
const NOISE = new Set<string>([...forms.words, ...noise]);
const MOST_WORDS = 4;
const NEAREST = 4;
const CANDIDATES = 100;

/** Words of a name that tell something, the longest (and mostly rarest) first. */
export function tellingWords(name: string): string[] {
  const words = [...new Set(searchWords(name))].filter((word) => !NOISE.has(word) && word.length > 1);
  return words.sort((a, b) => b.length - a.length).slice(0, MOST_WORDS);
}

/** `words` column's queries, the strictest first; none: the name tells too little. */
export async function nameQueries(
  store: Store,
  input: { kind: ContactableKind; name: string; company: string },
): Promise<string[]> {
  const exact = nameQuery(input, (word) => [word]);
  if (!exact) return [];
  const words = [...tellingWords(input.name), ...tellingWords(input.company).slice(0, 1)];
  const near = new Map<string, string[]>();
  await Promise.all(words.map(async (word) => near.set(word, await nearest(store, word))));
  const loose = nameQuery(input, (word) => near.get(word) ?? [word]);
  return loose && loose !== exact ? [exact, loose] : [exact];
}

/** Two words together, or a single one of a company. null: nothing to look for. Pure. */
export function nameQuery(
  input: { kind: ContactableKind; name: string; company: string },
  spelt: (word: string) => readonly string[],
): string | null {
  const words = tellingWords(input.name);
  const group = (word: string) => `(${spelt(word).map((one) => `'${one}'`).join(" | ")})`;
  if (words.length === 0) return null;
  if (words.length === 1) {
    if (input.kind === "company") return group(words[0]);
    const [company] = tellingWords(input.company);
    return company ? `${group(words[0])} & ${group(company)}` : null;
  }
  const pairs = words.flatMap((one, n) => words.slice(n + 1).map((other) => `(${group(one)} & ${group(other)})`));
  return pairs.join(" | ");
}

async function nearest(store: Store, word: string): Promise<string[]> {
  if (word.length < 4 || /\d/.test(word)) return [word];
  const ways = spellings(word).slice(0, 4);
  const { rows } = await sql<{ word: string; uses: number }>`select word, uses from search_words
    where word % any(${ways}) order by similarity(word, ${word}) desc limit ${CANDIDATES}`.execute(store.db);
  return [...new Set([word, ...rankCorrections(word, rows, NEAREST)])];
}
