/**
 * What a score knows of a lead or a deal at a moment, as columns. Keys are those of the fields; what is counted has words of
 * its own (`scores.column.<key>`). Nothing that says how the record ended is among them. Pure.
 */
import type { DealLine, Field, Money, Point, RecordKind, Value, Values } from "@/crm/record/types.ts";
import type { Cell } from "@/ml/scores/table.ts";

/** Kinds of records with a score. */
export type ScoredKind = Extract<RecordKind, "lead" | "deal">;

/** Counted at the moment, by the database. */
export interface Counted {
  calls: number;
  talkMinutes: number;
  missedCalls: number;
  notes: number;
  tasksDone: number;
  tasksOpen: number;
  /** Stage at the moment, since when (ms), and how many moves had led there; deals only. */
  stage: string | null;
  stageSince: number | null;
  moves: number;
}

/** Columns that are known as of the moment whatever was written later: the guard of leaks has nothing to ask of them. */
export const COUNTED: Record<ScoredKind, readonly string[]> = {
  lead: ["age", "calls", "talkMinutes", "missedCalls", "notes", "tasksDone", "tasksOpen", "answeredAfter"],
  deal: [
    "age",
    "calls",
    "talkMinutes",
    "missedCalls",
    "notes",
    "tasksDone",
    "tasksOpen",
    "stage",
    "stageDays",
    "moves",
  ],
};

/** Column of the moment at which records began. */
export const MOMENT = "created";

const OWN_TYPES = new Set<Field["type"]>(["number", "money", "checkbox", "select", "text", "date", "datetime", "user"]);

export interface Looked {
  values: Values;
  /** The close date is what was planned then, and not what it became. */
  planned: boolean;
  counted: Counted;
  /** ms */
  created: number;
  at: number;
}

/** Names of the columns, the same for learning and for scoring. */
export function columnsOf(kind: ScoredKind, own: readonly Field[]): string[] {
  return [...Object.keys(READ[kind]), ...own.filter(({ type }) => OWN_TYPES.has(type)).map(({ key }) => key)];
}

/** Cells in the order of {@link columnsOf}; `local` tells a moment as `YYYY-MM-DDTHH:MM` of the company's zone. */
export function cellsOf(
  kind: ScoredKind,
  looked: Looked,
  { own, local }: { own: readonly Field[]; local: (ms: number) => string },
): Cell[] {
  return [
    ...Object.values(READ[kind]).map((read) => read(looked, local)),
    ...own.filter(({ type }) => OWN_TYPES.has(type)).map((field) => plain(looked.values[field.key])),
  ];
}

type Read = (looked: Looked, local: (ms: number) => string) => Cell;

const DAY = 86_400_000;
const text = (value: Value | undefined): Cell => typeof value === "string" && value !== "" ? value : null;
const there = (value: unknown): Cell => (Array.isArray(value) ? value.length > 0 : Boolean(value)) ? "yes" : "no";
const count = (value: unknown): Cell => Array.isArray(value) ? value.length : 0;
const money = (value: Value | undefined): Cell => value ? (value as Money).minor / 100 : null;
const utm = (key: string): Read => ({ values }) => text((values.utm as Record<string, string> | undefined)?.[key]);
const since = (from: number | null, at: number): Cell => from === null ? null : round(Math.max(0, at - from) / DAY);
const round = (value: number) => Math.round(value * 100) / 100;

const ACTIVITY: Record<string, Read> = {
  age: ({ created, at }) => since(created, at),
  calls: ({ counted }) => counted.calls,
  talkMinutes: ({ counted }) => counted.talkMinutes,
  missedCalls: ({ counted }) => counted.missedCalls,
  notes: ({ counted }) => counted.notes,
  tasksDone: ({ counted }) => counted.tasksDone,
  tasksOpen: ({ counted }) => counted.tasksOpen,
};

const READ: Record<ScoredKind, Record<string, Read>> = {
  lead: {
    [MOMENT]: ({ created }, local) => local(created),
    source: ({ values }) => text(values.source),
    city: ({ values }) => text(values.city),
    region: ({ values }) => text(values.region),
    language: ({ values }) => text(values.language),
    timeZone: ({ values }) => text(values.timeZone),
    position: ({ values }) => text(values.position),
    budget: ({ values }) => money(values.budget),
    hasCompany: ({ values }) => there(values.company),
    hasWebsite: ({ values }) => there(values.website),
    phones: ({ values }) => count(values.phones),
    emails: ({ values }) => count(values.emails),
    mailbox: ({ values }) => mailbox((values.emails as Point[] | undefined)?.[0]?.value),
    utmSource: utm("utm_source"),
    utmMedium: utm("utm_medium"),
    utmCampaign: utm("utm_campaign"),
    ...ACTIVITY,
    answeredAfter: ({ values, created, at }) => {
      const answered = typeof values.firstResponse === "string" ? Date.parse(values.firstResponse) : NaN;
      return answered <= at ? Math.max(0, Math.round((answered - created) / 60_000)) : null;
    },
  },
  deal: {
    [MOMENT]: ({ created }, local) => local(created),
    pipeline: ({ values }) => text(values.pipeline),
    stage: ({ counted }) => counted.stage,
    stageDays: ({ counted, at }) => since(counted.stageSince, at),
    moves: ({ counted }) => counted.moves,
    amount: ({ values }) => money(values.amount),
    source: ({ values }) => text(values.source),
    owner: ({ values }) => text(values.owner),
    company: ({ values }) => there(values.company),
    lead: ({ values }) => there(values.lead),
    contacts: ({ values }) => count(values.contacts),
    lines: ({ values }) => count(values.lines),
    product: ({ values }) => text((values.lines as readonly DealLine[] | undefined)?.[0]?.product ?? null),
    plannedDays: ({ values, planned, at }) => {
      if (!planned || typeof values.closeDate !== "string") return null;
      return Math.round((Date.parse(values.closeDate) - at) / DAY);
    },
    ...ACTIVITY,
  },
};

/** Own mail, or a mailbox that anybody can have. */
const PUBLIC = /@(mail|bk|inbox|list|yandex|ya|gmail|hotmail|outlook|yahoo|icloud|rambler|internet)\./;

function mailbox(address: string | undefined): Cell {
  if (!address) return null;
  return PUBLIC.test(address) ? "public" : "own";
}

function plain(value: Value | undefined): Cell {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string" || typeof value === "number") return value;
  return typeof value === "object" && "minor" in value ? (value as Money).minor / 100 : null;
}
