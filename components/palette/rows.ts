/** What the palette shows: commands beside what was found in the records, in an order that does not jump. Pure. */
import type { Everything, Hit } from "@/crm/search/everything.ts";
import type { Command } from "@/components/palette/commands.ts";
import { match, otherLayout, rank } from "@/components/palette/fuzzy.ts";

export interface Row {
  id: string;
  /** Heading above the first row of a group. */
  group: Command["group"] | Hit["kind"];
  icon: Command["icon"] | Hit["kind"];
  /** "": what was found has no name. */
  name: string;
  marks: number[];
  detail: string[];
  status?: string;
  at?: number;
  keys: string[];
  run: Command["run"];
}

export interface RowsInput {
  query: string;
  commands: readonly Command[];
  /** What was found for this query; null: nothing was asked, or no answer yet. */
  found: Everything | null;
  /** Searches in the lists, for what is not among the few best. */
  lists: readonly Command[];
}

const MOST = 40;
/** Matches as good as a whole piece of the name. */
const GOOD = 900;
const PLACES: Record<Hit["kind"], string> = {
  lead: "/leads",
  contact: "/contacts",
  company: "/companies",
  deal: "/deals",
  task: "/tasks",
  call: "/calls",
};

/**
 * Commands that are called so come first and stand still while results arrive below them; those that only have the
 * letters come after the results. An exact hit, a whole number for instance, is above all.
 */
export function rowsOf({ query, commands, found, lists }: RowsInput): Row[] {
  const ranked = rank(query, commands);
  if (query.trim() === "") return ranked.slice(0, MOST).map(({ item }) => commandRow(item, []));
  const hits = found?.hits ?? [];
  const shown = (list: Hit[]) => list.map((hit) => hitRow(hit, query));
  const rows = (list: typeof ranked) => list.map(({ item, marks }) => commandRow(item, marks));
  return [
    ...shown(hits.filter((hit) => hit.exact)),
    ...rows(ranked.filter(({ score }) => score >= GOOD)).slice(0, 6),
    ...shown(hits.filter((hit) => !hit.exact)),
    ...lists.map((item) => commandRow(item, [])),
    ...rows(ranked.filter(({ score }) => score < GOOD)).slice(0, 6),
  ].slice(0, MOST);
}

function commandRow(item: Command, marks: number[]): Row {
  const { id, group, icon, names, keys = [], run } = item;
  return { id, group, icon, name: names[0], marks, detail: [], keys, run };
}

function hitRow(hit: Hit, query: string): Row {
  return {
    id: `${hit.kind}-${hit.id}`,
    group: hit.kind,
    icon: hit.kind,
    name: hit.name,
    marks: marksIn(hit.name, query),
    detail: hit.detail,
    status: hit.status,
    at: hit.at,
    keys: [],
    run: { do: "open", href: `${PLACES[hit.kind]}/${encodeURIComponent(hit.id)}` },
  };
}

/** Letters of the name that were typed, word by word, in either layout. */
function marksIn(name: string, query: string): number[] {
  const tries = [query, otherLayout(query)].map((text) => text.split(/\s+/).filter(Boolean));
  for (const words of tries) {
    const found = words.map((word) => match(word, name)).filter((hit) => hit !== null && hit.score >= GOOD);
    if (found.length > 0) return [...new Set(found.flatMap((hit) => hit?.at ?? []))];
  }
  return [];
}
