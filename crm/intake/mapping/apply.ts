/**
 * From a payload to values of a lead. What cannot be read as its field is never a reason to lose a request: the words
 * go into the note and the problem is told. Pure; the schema says what fields there are.
 */
import { at, leavesOf, type Tree } from "@/crm/intake/mapping/paths.ts";
import { guessMapping } from "@/crm/intake/mapping/guess.ts";
import { isEmpty, readValue } from "@/crm/record/values.ts";
import type { Schema } from "@/crm/record/schema.ts";
import type { Field, Value, Values } from "@/crm/record/types.ts";
import type { MappingLine } from "@/store/tables/intake.ts";

export interface Problem {
  field: string;
  /** Why it could not be read: a code with words. */
  code: string;
  /** What was sent, shortened. */
  raw: string;
}

export interface Mapped {
  values: Values;
  problems: Problem[];
}

/** Set by the program or meaningless from outside. */
const CLOSED = new Set([
  "source",
  "contact",
  "companyLink",
  "assigned",
  "firstResponse",
  "created",
  "updated",
  "status",
]);
const LONGEST_NOTE = 4_000;

/** With no mapping at all it is guessed from the names. */
export function applyMapping(
  tree: Tree,
  options: { mapping: readonly MappingLine[]; schema: Schema; timeZone: string },
): Mapped {
  const { schema } = options;
  const leaves = leavesOf(tree);
  const mapping = options.mapping.length > 0 ? options.mapping : guessMapping(leaves, ownFields(schema));
  const collected = new Map<string, Tree[]>();
  const utm: Record<string, string> = {};
  for (const { from, value, to } of mapping) {
    const found = from === undefined ? value : at(tree, from);
    if (found === undefined || found === null || found === "") continue;
    if (to.startsWith("utm.")) utm[to.slice(4)] ??= textOf(found);
    else if (!CLOSED.has(to) && schema.has(to)) collected.set(to, [...collected.get(to) ?? [], found]);
  }
  const values: Values = {};
  const problems: Problem[] = [];
  const unread: string[] = [];
  for (const [key, given] of collected) {
    const field = schema.get(key)!;
    const { value, bad } = readAll(field, given, options.timeZone);
    if (!isEmpty(value)) values[key] = value;
    for (const { raw, code } of bad) {
      problems.push({ field: key, code, raw: raw.slice(0, 200) });
      unread.push(`${key}: ${raw.slice(0, 500)}`);
    }
  }
  if (Object.keys(utm).length > 0) {
    const read = readValue(schema.get("utm")!, utm);
    if (read.ok) values.utm = read.value;
  }
  if (unread.length > 0) {
    values.note = [values.note, ...unread].filter(Boolean).join("\n").slice(0, LONGEST_NOTE);
  }
  return { values, problems };
}

interface ReadAll {
  value: Value;
  bad: { raw: string; code: string }[];
}

function readAll(field: Field, given: readonly Tree[], timeZone: string): ReadAll {
  const bad: ReadAll["bad"] = [];
  if (field.type === "phones" || field.type === "emails" || field.type === "tags" || field.type === "multi-select") {
    const parts = given.flatMap((one) => Array.isArray(one) ? one : [one]);
    const list: Value[] = [];
    for (const part of parts) {
      const read = readValue(field, typeof part === "number" ? `${part}` : part);
      if (read.ok) list.push(...(read.value as unknown as Value[]));
      else bad.push({ raw: textOf(part), code: read.code });
    }
    // Read once more together, so that doubles go and the limits of the whole hold.
    const all = readValue(field, list);
    return { value: all.ok ? all.value : [], bad };
  }
  if (field.type === "text" || field.type === "long-text") {
    // Several parts make one text: a first and a last name, two questions.
    const joined = given.map(textOf).filter(Boolean).join(field.type === "text" ? " " : "\n").slice(0, field.max);
    const read = readValue(field, joined);
    return { value: read.ok ? read.value : null, bad };
  }
  const [first] = given;
  const read = readValue(field, Array.isArray(first) ? first[0] : first, { timeZone });
  if (read.ok) return { value: read.value, bad };
  return { value: null, bad: [{ raw: textOf(first), code: read.code }] };
}

function ownFields(schema: Schema): { key: string; titles: string[] }[] {
  return [...schema.values()].filter((field) => field.title !== null)
    .map((field) => ({ key: field.key, titles: [field.title!.ru, field.title!.en] }));
}

function textOf(tree: Tree): string {
  if (tree === null) return "";
  if (typeof tree === "object") {
    return Array.isArray(tree) ? tree.map(textOf).filter(Boolean).join(", ") : JSON.stringify(tree);
  }
  return `${tree}`.replaceAll("\0", "").toWellFormed().trim();
}
