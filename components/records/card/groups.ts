/** How fields stand together on the card, and pairs of duplicates on the review page. Pure. */
import type { RecordKind, Values } from "@/crm/record/types.ts";
import type { CardField } from "@/components/records/card/types.ts";

const OF_DEALS = {
  deal: ["name", "amount", "probability", "closeDate", "forecastCategory", "companyLink", "company", "lead", "source"],
  lost: ["lossReason", "lossNote"],
  own: [] as string[],
  note: ["tags", "note"],
  assigned: ["owner", "team", "created", "updated", "closed"],
} as const;

const OF_TASKS = {
  task: ["name", "type", "status", "priority", "due", "allDay", "minutes", "repeat", "reminders", "note", "result"],
  links: ["deal", "lead", "contact", "companyLink", "company", "phone"],
  own: [] as string[],
  tags: ["tags"],
  assigned: ["owner", "team", "creator", "done", "doneBy", "escalated", "created", "updated"],
} as const;

const GROUPS = {
  reach: ["name", "phones", "emails", "website", "city", "region", "address", "language", "timeZone", "doNotCall"],
  work: [
    "company",
    "companyLink",
    "contact",
    "position",
    "industry",
    "taxId",
    "budget",
    "birthday",
    "source",
  ],
  own: [] as string[],
  note: ["tags", "note"],
  assigned: ["owner", "team", "created", "updated", "assigned", "firstResponse", "utm"],
} as const;

export type GroupKey = keyof typeof GROUPS | keyof typeof OF_DEALS | keyof typeof OF_TASKS;

/** What has a place of its own on the card, in its head or in a panel. */
const ELSEWHERE: Partial<Record<RecordKind, readonly string[]>> = {
  lead: ["status", "reason", "score"],
  deal: [
    "status",
    "pipeline",
    "stage",
    "probabilityManual",
    "contacts",
    "lines",
    "stageSince",
    "movedBy",
    "rottenAt",
    "nextTask",
    "score",
  ],
};

/** Groups with something in them, in their order. The text of a company is a linked company's name. */
export function groupFields(
  fields: readonly CardField[],
  record: { kind: RecordKind; values: Values },
): { key: GroupKey; fields: CardField[] }[] {
  const { kind, values } = record;
  const groups: Partial<Record<GroupKey, readonly string[]>> = kind === "deal"
    ? OF_DEALS
    : kind === "task"
    ? OF_TASKS
    : GROUPS;
  const elsewhere = new Set([
    ...ELSEWHERE[kind] ?? [],
    ...(values.companyLink ? ["company"] : []),
    // Why a deal was lost is told of lost ones.
    ...(kind === "deal" && values.status !== "lost" ? groups.lost ?? [] : []),
    ...(kind === "deal" && values.status === "open" ? ["closed"] : []),
  ]);
  const place = new Map<string, GroupKey>();
  for (const [key, names] of Object.entries(groups)) for (const name of names) place.set(name, key as GroupKey);
  return (Object.keys(groups) as GroupKey[]).map((key) => {
    const names = groups[key] ?? [];
    const own = fields.filter((field) => !elsewhere.has(field.key) && (place.get(field.key) ?? "own") === key);
    return { key, fields: own.sort((a, b) => names.indexOf(a.key) - names.indexOf(b.key)) };
  }).filter(({ fields }) => fields.length > 0);
}

export interface PairLike {
  id: string;
  a: string;
  b: string;
  why: "phone" | "email" | "name";
  likeness: number;
}

export interface Group {
  ids: string[];
  pairs: PairLike[];
}

/** Records that are paired with each other, in the order of their surest pair. */
export function groupPairs(pairs: readonly PairLike[]): Group[] {
  const groups = new Map<string, Group>();
  for (const pair of pairs) {
    const [left, right] = [groups.get(pair.a), groups.get(pair.b)];
    const into = left ?? right ?? { ids: [], pairs: [] };
    if (left && right && left !== right) {
      left.ids.push(...right.ids);
      left.pairs.push(...right.pairs);
      for (const id of right.ids) groups.set(id, left);
    }
    for (const id of [pair.a, pair.b]) {
      if (!into.ids.includes(id)) into.ids.push(id);
      groups.set(id, into);
    }
    into.pairs.push(pair);
  }
  return [...new Set(groups.values())];
}
