/**
 * Words, digits and addresses as SQL conditions over `r`. Words are looked up whole or by their beginning; a misspelt
 * one is first replaced by the nearest words that stand in any record (a small table), never by a likeness of a
 * million rows.
 */
import { type RawBuilder, sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { parsePhone, searchDigits } from "@/crm/contacts/phone.ts";
import { isContactable } from "@/crm/record/kinds.ts";
import { reachable } from "@/crm/record/rights.ts";
import { fieldRight } from "@/crm/record/schema.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import { rankCorrections, spellings } from "@/crm/search/correct.ts";
import { swapLayout } from "@/crm/search/layout.ts";
import { searchWords } from "@/crm/search/words.ts";

export interface TextSearch {
  where: RawBuilder<boolean>;
  /** What was looked for instead of misspelt words; null: what was typed. */
  corrected: string | null;
}

const CANDIDATES = 200;
const ALIKE_FROM_START = 1_000;
const ALTERNATIVES = 4;

/** What was typed, taken literally. null: nothing that could be looked for. */
export function literally(access: Access, kind: RecordKind, text: string): RawBuilder<boolean> | null {
  const digits = isContactable(kind) ? searchDigits(text) : null;
  // Whoever sees numbers masked may not guess them digit by digit: only a whole number or address finds somebody.
  const full = access.permissions.has("phones.full");
  const points = (where: RawBuilder<unknown>) => pointed(access, kind, where);
  const hidden = (field: string) => fieldRight(access, kind, field) === "hidden";
  if (digits) {
    if (hidden("phones")) return sql<boolean>`false`;
    const whole = !full || text.replace(/\D/g, "").length >= 10 ? parsePhone(text) : null;
    if (whole || !full) return points(exactly(whole ?? ""));
    const parts = digits.map((part) => sql`p.point like ${`%${part}%`}`);
    return points(sql`(${sql.join(parts, sql` or `)}) and p.point like '+%'`);
  }
  if (text.includes("@") && isContactable(kind)) {
    if (hidden("emails")) return sql<boolean>`false`;
    const address = text.toLowerCase().trim();
    return points(full ? sql`p.point like ${`${address.replace(/[\\%_]/g, "\\$&")}%`}` : exactly(address));
  }
  const words = searchWords(text);
  return words.length === 0 ? null : matches(access, kind, words.map((word) => [word]));
}

/**
 * The same search with misspelt words replaced: typed in the other keyboard layout or alphabet, or with wrong letters.
 * null: there is nothing better.
 */
export async function corrected(
  store: Store,
  access: Access,
  options: { kind: RecordKind; text: string },
): Promise<TextSearch | null> {
  const { kind, text } = options;
  if (isContactable(kind) && (searchDigits(text) || text.includes("@"))) return null;
  const words = searchWords(text);
  // In the other layout letters stand on keys of signs: the whole text is struck again before it is cut into words.
  const struck = searchWords(swapLayout(text));
  for (const way of struck.join(" ") === words.join(" ") ? [words] : [words, struck]) {
    const alternatives = await Promise.all(way.map((word) => nearest(store, word)));
    if (alternatives.length === 0 || alternatives.some((list) => list.length === 0)) continue;
    const chosen = alternatives.map((list) => list[0]).join(" ");
    if (alternatives.every((list, n) => list.length === 1 && list[0] === words[n])) return null;
    return { where: matches(access, kind, alternatives), corrected: chosen === words.join(" ") ? null : chosen };
  }
  return null;
}

/** Words of the records that were probably meant, the likeliest first. */
async function nearest(store: Store, word: string): Promise<string[]> {
  const ways = spellings(word);
  const length = Array.from(word).length;
  // Two letters swapped leave hardly a trigram in common, but the beginning of a word is mostly right.
  const begun = ways.map((way) => Array.from(way).slice(0, 2).join("")).filter((start) => start.length === 2);
  const beginning = begun.length === 0
    ? sql`false`
    : sql`(${sql.join(begun.map((start) => sql`word like ${`${start}%`}`), sql` or `)})`;
  const { rows } = await sql<{ word: string; uses: number }>`
    (select word, uses from search_words where word = any(${ways}))
    union
    (select word, uses from search_words where ${beginning} and char_length(word) between ${length - 3} and ${
    length + 3
  }
      order by uses desc limit ${ALIKE_FROM_START})
    union
    (select word, uses from search_words where word % any(${ways.slice(0, 4)})
      order by (select max(similarity(word, w)) from unnest(${ways.slice(0, 4)}::text[]) w) desc limit ${CANDIDATES})`
    .execute(store.db);
  return rankCorrections(word, rows, ALTERNATIVES);
}

/** Columns whose words are looked up, by their fields: as `words` of the tables are made. */
const WORDED: Record<RecordKind, Record<string, string>> = {
  lead: { name: "name", company: "company" },
  contact: { name: "name", company: "company" },
  company: { name: "name", taxId: "tax_id", website: "website" },
  deal: { name: "name", company: "company" },
  task: { name: "name" },
};

/** Each group must be there, by any of its words or their beginnings; words of hidden fields find nothing. */
function matches(access: Access, kind: RecordKind, groups: readonly (readonly string[])[]): RawBuilder<boolean> {
  const query = groups.map((group) => `(${group.map((word) => `'${word}':*`).join(" | ")})`).join(" & ");
  const found = sql<boolean>`r.words @@ ${query}::tsquery`;
  const columns = Object.entries(WORDED[kind]);
  const seen = columns.filter(([field]) => fieldRight(access, kind, field) !== "hidden");
  if (seen.length === columns.length) return found;
  if (seen.length === 0) return sql<boolean>`false`;
  const text = sql.join(seen.map(([, column]) => sql`r.${sql.ref(column)}`), sql` || ' ' || `);
  return sql<boolean>`(${found} and record_words(${text}) @@ ${query}::tsquery)`;
}

const exactly = (point: string) => sql`p.point = ${point}`;

/**
 * Records by their phones and e-mails. Rights are asked here too: of a thousand numbers with the same digits only those
 * in reach are looked up. An array, not a join: the planner then takes the rows by their key.
 */
function pointed(access: Access, kind: RecordKind, where: RawBuilder<unknown>): RawBuilder<boolean> {
  const reach = reachable(access, kind, "view", "p");
  return sql<boolean>`r.id = any(array(select p.record_id from record_points p
    where p.kind = ${kind} and ${where} and (${sql.join(reach, sql` or `)})))`;
}
