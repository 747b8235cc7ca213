/** What a column's title says, in the words of people and of the systems that they move from. Pure. */
import layouts from "@/crm/import/mapping/layouts.json" with { type: "json" };
import sales from "@/crm/import/mapping/layouts_sales.json" with { type: "json" };

/** `Рабочий e-mail:` and `рабочий_email` are one. */
export const squeeze = (name: string): string =>
  name.toLowerCase().replaceAll("ё", "е").replace(/[^\p{L}\p{N}₽]/gu, "");

const BY_NAME = new Map(
  Object.entries(layouts.names).flatMap(([means, names]) => names.map((name) => [name, means] as const)),
);
const BY_SYSTEM = new Map(
  Object.entries(layouts.systemNames).map(([system, names]) => [system, new Map(Object.entries<string>(names))]),
);
const SECONDARY = new Map(Object.entries<string>(layouts.secondary));
const COMPANY_NAMES = new Set(layouts.companyNames);
const STATUSES = new Map(
  Object.entries(layouts.statuses).flatMap(([status, words]) => words.map((word) => [word, status] as const)),
);

/** amoCRM writes whose column it is: «Рабочий телефон (контакт)». */
const WHOSE = new RegExp(`\\((${Object.values(layouts.whose).flat().join("|")})\\)\\s*$`, "iu");
const OF_COMPANY = new Set(layouts.whose.company);
const OF_DEAL = new Set(layouts.whose.deal);

export interface TitleOptions {
  /** The records are companies: their column of a company's name is their own. */
  company: boolean;
  /** The system whose export it is ({@link systemOf}): some words mean another thing there. */
  system?: string | null;
}

/** What the title names (layouts.json); null: nothing known. Of companies the company is the record itself. */
export function meaningOf(title: string, options: TitleOptions): string | null {
  const whose = WHOSE.exec(title)?.[1].toLowerCase();
  const name = squeeze(title.replace(WHOSE, ""));
  if (name === "") return null;
  const there = BY_SYSTEM.get(options.system ?? "")?.get(name);
  if (there !== undefined) return there;
  if (whose !== undefined && OF_COMPANY.has(whose) && COMPANY_NAMES.has(name)) {
    return options.company ? "name" : "company";
  }
  if (whose !== undefined && OF_DEAL.has(whose) && COMPANY_NAMES.has(name)) return "title";
  if (options.company && COMPANY_NAMES.has(name)) return "name";
  return BY_NAME.get(name) ?? null;
}

/** «Компания контакта» is the company of a deal only where the deal has no column of its own for it. */
export const isSecondary = (title: string, meaning: string | null): boolean =>
  meaning !== null && SECONDARY.get(squeeze(title)) === meaning;

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

/** Words that mean the whole name alone, and the first name beside a column of last names. */
export const isFirstName = (title: string): boolean => layouts.firstNames.includes(squeeze(title));

const CLOSINGS = new Map(
  Object.entries(sales.closings).flatMap(([type, words]) =>
    words.map((word) => [word, type as "won" | "lost"] as const)
  ),
);

/** How a stage of another system ends a deal; null: it does not. */
export function closingOf(word: string): "won" | "lost" | null {
  return CLOSINGS.get(squeeze(word)) ?? null;
}
