/** What a column's title says, in the words of people and of the systems that they move from. Pure. */
import layouts from "@/crm/import/mapping/layouts.json" with { type: "json" };

/** `Рабочий e-mail:` and `рабочий_email` are one. */
export const squeeze = (name: string): string =>
  name.toLowerCase().replaceAll("ё", "е").replace(/[^\p{L}\p{N}₽]/gu, "");

const BY_NAME = new Map(
  Object.entries(layouts.names).flatMap(([means, names]) => names.map((name) => [name, means] as const)),
);
const COMPANY_NAMES = new Set(layouts.companyNames);
const STATUSES = new Map(
  Object.entries(layouts.statuses).flatMap(([status, words]) => words.map((word) => [word, status] as const)),
);

/** What the title names (layouts.json); null: nothing known. Of companies the company is the record itself. */
export function meaningOf(title: string, options: { company: boolean }): string | null {
  const name = squeeze(title);
  if (name === "") return null;
  if (options.company && COMPANY_NAMES.has(name)) return "name";
  return BY_NAME.get(name) ?? null;
}

/** The system whose export has these columns; null: none that we know. */
export function systemOf(header: readonly string[]): string | null {
  const names = new Set(header.map(squeeze));
  const found = Object.entries(layouts.systems).map(([system, marks]) => ({
    system,
    marks: marks.filter((mark) => names.has(mark)).length,
  })).sort((a, b) => b.marks - a.marks);
  return found[0].marks >= 2 && found[0].marks > found[1].marks ? found[0].system : null;
}

/** Our status for a word of another system. */
export function statusOf(word: string): string | null {
  return STATUSES.get(squeeze(word)) ?? null;
}
