/**
 * The few best of everything that a person may see, while they type: leads, contacts, companies, deals, tasks, and calls by number.
 * Each kind costs one look-up by index and one read of a few rows; an order over all matches would cost a sort of
 * thousands, so the best are chosen among the first {@link CANDIDATES}.
 */
import { type RawBuilder, sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { listCalls, listCallsSchema } from "@/crm/calls/mod.ts";
import { parsePhone, searchDigits } from "@/crm/contacts/phone.ts";
import {
  type CrmRecord,
  getRecords,
  inReach,
  KINDS,
  PLURAL,
  type Point,
  reachOf,
  type RecordKind,
} from "@/crm/record/mod.ts";
import { corrected, literally } from "@/crm/record/text_search.ts";
import { swapLayout } from "@/crm/search/layout.ts";
import { foldCase, searchWords } from "@/crm/search/words.ts";

export interface Hit {
  kind: RecordKind | "call";
  id: string;
  /** "" when nothing names it. */
  name: string;
  /** What tells it from namesakes: a company, a number, a town; masked where the person sees it masked. */
  detail: string[];
  /** Of leads. */
  status?: string;
  /** Of calls, in ms. */
  at?: number;
  /** It is what was typed: the whole number, the whole address, the whole name. */
  exact: boolean;
}

export interface Everything {
  /** Grouped by kind, the kind of the best hit first. */
  hits: Hit[];
  /** What was looked for instead of a misspelt text; null: what was typed. */
  corrected: string | null;
}

const CANDIDATES = 60;
const PER_KIND = 4;
const CALLS = 3;
/** Fewer digits stand in every other number. */
const LEAST_DIGITS = 4;
const LEAST_LETTERS = 2;

/** Kinds that the person may not see give nothing; a text too short finds nothing. Never throws for want of rights. */
export async function searchEverything(
  store: Store,
  access: Access,
  options: { text: string },
): Promise<Everything> {
  const text = options.text.trim();
  const digits = searchDigits(text);
  if (digits ? digits[0].length < LEAST_DIGITS : text.length < LEAST_LETTERS) return { hits: [], corrected: null };
  const kinds = KINDS.filter((kind) => reachOf(access, kind, "view") !== "none");
  const [records, calls] = await Promise.all([
    literal(store, access, { kinds, text }),
    digits ? callsBy(store, access, text) : [],
  ]);
  const found = [...records, ...calls];
  if (found.length > 0 || digits || text.includes("@")) return { hits: grouped(found), corrected: null };
  const other = swapLayout(text);
  const swapped = other === foldCase(text) ? [] : await literal(store, access, { kinds, text: other });
  if (swapped.length > 0) return { hits: grouped(swapped), corrected: other };
  return await misspelt(store, access, { kinds, text });
}

async function literal(
  store: Store,
  access: Access,
  options: { kinds: readonly RecordKind[]; text: string },
): Promise<Hit[]> {
  const { kinds, text } = options;
  const found = await Promise.all(kinds.map(async (kind) => {
    const where = literally(access, kind, text);
    return where ? await best(store, access, { kind, where, text }) : [];
  }));
  return found.flat();
}

async function misspelt(
  store: Store,
  access: Access,
  options: { kinds: readonly RecordKind[]; text: string },
): Promise<Everything> {
  const { kinds, text } = options;
  const found = await Promise.all(kinds.map(async (kind) => {
    const better = await corrected(store, access, { kind, text });
    const hits = better ? await best(store, access, { kind, where: better.where, text: better.corrected ?? text }) : [];
    return { hits, words: better?.corrected ?? null };
  }));
  // A word that finds nothing in reach is not told: it stands in records that others keep.
  const words = found.find(({ hits }) => hits.length > 0)?.words ?? null;
  return { hits: grouped(found.flatMap(({ hits }) => hits)), corrected: words };
}

/** The best few of a kind. */
async function best(
  store: Store,
  access: Access,
  options: { kind: RecordKind; where: RawBuilder<boolean>; text: string },
): Promise<Hit[]> {
  const { kind, where, text } = options;
  const { rows } = await sql<{ id: string }>`select r.id from ${sql.table(PLURAL[kind])} r
    where ${where} and r.archived_at is null and ${inReach(access, kind, "view")} limit ${CANDIDATES}`
    .execute(store.db);
  const records = await getRecords(store, access, { kind, ids: rows.map(({ id }) => id) });
  return records.map((record) => ({ record, score: scoreOf(record, text) }))
    .sort((a, b) => b.score - a.score || later(b.record) - later(a.record)).slice(0, PER_KIND)
    .map(({ record, score }) => hitOf(record, { exact: score >= EXACT, text }));
}

async function callsBy(store: Store, access: Access, text: string): Promise<Hit[]> {
  const sees = (["own", "team", "all"] as const).some((reach) => access.permissions.has(`calls.view.${reach}`));
  const whole = parsePhone(text);
  if (!sees || !(access.permissions.has("phones.full") || whole)) return [];
  const page = await listCalls(store, access, listCallsSchema.parse({ number: text.slice(0, 40), limit: CALLS }));
  return page.rows.map((call) => ({
    kind: "call",
    id: call.id,
    name: call.contactName || call.callerName || "",
    detail: [call.number, ...(call.agentName ? [call.agentName] : [])],
    at: call.startedAt,
    // A call is never what was meant when a person has the number.
    exact: false,
  }));
}

const EXACT = 100;

/** How well a record is what was typed. */
function scoreOf(record: CrmRecord, text: string): number {
  const wanted = searchWords(text).join(" ");
  const name = searchWords(`${record.values.name ?? ""}`);
  const points = [record.values.phones, record.values.emails].flatMap((list) => (list ?? []) as readonly Point[]);
  const typed = [parsePhone(text), text.toLowerCase()];
  if (points.some(({ value }) => typed.includes(value)) || name.join(" ") === wanted) return EXACT;
  const words = wanted.split(" ");
  return words.filter((word) => name.includes(word)).length * 10 +
    words.filter((word) => name.some((own) => own.startsWith(word))).length + (name[0]?.startsWith(words[0]) ? 1 : 0);
}

const later = (record: CrmRecord) => Date.parse(`${record.values.updated ?? record.values.created ?? ""}`) || 0;

function hitOf({ kind, id, values }: CrmRecord, options: { exact: boolean; text: string }): Hit {
  const { exact, text } = options;
  const digits = searchDigits(text);
  const said = (key: string) => typeof values[key] === "string" ? [values[key]] : [];
  // The number that was looked for, if it is one of them.
  const first = (key: string) => {
    const all = ((values[key] ?? []) as readonly Point[]).map(({ value }) => value);
    const found = all.filter((value) => digits?.some((part) => value.includes(part)) || value.startsWith(text));
    return [...found, ...all].slice(0, 1);
  };
  const points = [...first("phones"), ...first("emails")];
  const words = kind === "company" ? [...said("industry"), ...said("city")] : said("company");
  const detail = digits
    ? [...points, ...words]
    : text.includes("@")
    ? [...points.reverse(), ...words]
    : [...words, ...points];
  const status = values.status;
  return {
    kind,
    id,
    name: `${values.name ?? ""}`,
    detail: detail.filter(Boolean).slice(0, 2),
    ...(typeof status === "string" ? { status } : {}),
    exact,
  };
}

/** Kinds in their order, those with an exact hit before the others. */
function grouped(hits: readonly Hit[]): Hit[] {
  const kinds = [...KINDS, "call"] as const;
  const groups = kinds.map((kind) => hits.filter((hit) => hit.kind === kind));
  const rank = (group: Hit[]) => group.some((hit) => hit.exact) ? 0 : 1;
  return groups.toSorted((a, b) => rank(a) - rank(b)).flat();
}
