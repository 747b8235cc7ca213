/**
 * What a merged record will be: pure. Lists are united, an empty field takes what the others have, and where two differ
 * a person decides. Some fields follow another one, so that an owner never stands beside another owner's team.
 */
import { sameValue } from "@/crm/record/same.ts";
import type { CrmRecord, Field, Point, Value, Values } from "@/crm/record/types.ts";
import { isEmpty } from "@/crm/record/values.ts";

/** Id of the record whose value is taken, or `all`: united. */
export type Choice = string;

export interface MergeField {
  field: string;
  /** In the order of the records; those without a value too. */
  values: { id: string; value: Value }[];
  /** What the plan takes; null: a person has to choose. */
  choice: Choice | null;
  /** `all` may be chosen. */
  unites: boolean;
  /** The records differ here, and neither is empty. */
  conflict: boolean;
}

export interface MergePlan {
  values: Values;
  fields: MergeField[];
  /** Fields that a person has to choose. */
  undecided: string[];
}

const UNITED = new Set(["phones", "emails", "tags", "multi-select", "long-text", "records"]);
/**
 * Decided with another field: the team is the owner's, a reason belongs to its status, what is told of a deal's stage to
 * the stage, its amount to its lines.
 */
const FOLLOWS: Record<string, string> = {
  team: "owner",
  reason: "status",
  company: "companyLink",
  ...Object.fromEntries(
    ["pipeline", "stageSince", "movedBy", "closed", "probability", "probabilityManual", "lossReason", "lossNote"]
      .map((key) => [key, "stage"]),
  ),
  amount: "lines",
};
/** Nobody is asked about these; the survivor's counts when it has one. */
const QUIET = new Set(["timeZone", "language"]);

/** `records`: the survivor first. `mayChoose`: whether the person decides over the field. */
export function planMerge(
  records: readonly CrmRecord[],
  fields: readonly Field[],
  options: { take: Readonly<Record<string, Choice>>; mayChoose: (key: string) => boolean },
): MergePlan {
  const plan: MergePlan = { values: {}, fields: [], undecided: [] };
  const chosen = new Map<string, Choice>();
  const ordered = [...fields].sort((a, b) => Number(a.key in FOLLOWS) - Number(b.key in FOLLOWS));
  for (const field of ordered) {
    if (field.key === "created" || field.key === "updated" || field.kept) continue;
    const one = decide(field, records, { ...options, chosen });
    if (one.choice === null) plan.undecided.push(field.key);
    else {
      chosen.set(field.key, one.choice);
      plan.values[field.key] = one.choice === "all" ? unite(field, one.values) : valueOf(one, one.choice);
    }
    if (one.values.some(({ value }) => !isEmpty(value))) plan.fields.push(one);
  }
  const place = new Map(fields.map((field, n) => [field.key, n]));
  plan.fields.sort((a, b) => place.get(a.field)! - place.get(b.field)!);
  return plan;
}

function decide(
  field: Field,
  records: readonly CrmRecord[],
  options: {
    take: Readonly<Record<string, Choice>>;
    mayChoose: (key: string) => boolean;
    chosen: ReadonlyMap<string, Choice>;
  },
): MergeField {
  const values = records.map(({ id, values }) => ({ id, value: values[field.key] ?? null }));
  const filled = values.filter(({ value }) => !isEmpty(value));
  const differ = filled.some(({ value }) => !alike(value, filled[0].value));
  const unites = UNITED.has(field.type) && fits(field, unite(field, values));
  const one: MergeField = { field: field.key, values, choice: filled[0]?.id ?? records[0].id, unites, conflict: false };
  const leader = FOLLOWS[field.key];
  const led = leader && records.some((record) => !isEmpty(record.values[leader]));
  if (led) {
    const leading = options.chosen.get(leader);
    return { ...one, choice: leading && leading !== "all" ? leading : one.choice, unites: false };
  }
  const take = Object.hasOwn(options.take, field.key) ? options.take[field.key] : null;
  const free = options.mayChoose(field.key) && !field.readOnly;
  if (free && take === "all" && unites) return { ...one, choice: "all", conflict: differ };
  if (free && take && records.some(({ id }) => id === take)) return { ...one, choice: take, conflict: differ };
  // Who said "do not call" said it, whichever of the records heard it.
  if (field.type === "checkbox" || !differ) return one;
  if (unites) return { ...one, choice: "all", conflict: false };
  if (!free || QUIET.has(field.key)) return one;
  return { ...one, choice: null, conflict: true };
}

function valueOf(one: MergeField, id: string): Value {
  return one.values.find((entry) => entry.id === id)?.value ?? null;
}

/** The same but for case and spaces is no conflict. */
function alike(a: Value, b: Value): boolean {
  if (typeof a === "string" && typeof b === "string") return plain(a) === plain(b);
  return sameValue(a, b);
}

const plain = (text: string) => text.toLowerCase().replaceAll("ё", "е").replace(/\s+/g, " ").trim();

function unite(field: Field, values: readonly { value: Value }[]): Value {
  if (field.type === "long-text") {
    const texts = new Map(values.flatMap(({ value }) => typeof value === "string" ? [[plain(value), value]] : []));
    return [...texts.values()].join("\n\n") || null;
  }
  const all = values.flatMap(({ value }) => Array.isArray(value) ? value as (string | Point)[] : []);
  const byKey = new Map<string, string | Point>();
  for (const one of all) {
    const key = typeof one === "string" ? one : one.value;
    if (!byKey.has(key)) byKey.set(key, one);
  }
  return [...byKey.values()] as Value;
}

/** Lists and texts have a longest length; beyond it a person chooses. */
function fits(field: Field, value: Value): boolean {
  if (typeof value === "string") return value.length <= field.max;
  if (!Array.isArray(value)) return true;
  return value.length <= (field.type === "phones" || field.type === "emails" ? 20 : 50);
}
