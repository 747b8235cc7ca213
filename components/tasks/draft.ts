/** A task as its dialog edits it: days and times as a clock shows them, everything as text. Pure. */
import type { CrmRecord, RecordKind, Reminder, Value, Values } from "@/crm/record/types.ts";
import { clockMinutes, clockText, dayNumber, minutesOf, momentOf } from "@/crm/tasks/moments.ts";

export const TYPES = ["call", "meeting", "email", "message", "visit", "todo"] as const;
export const PRIORITIES = ["low", "normal", "high"] as const;
/** Fields that link a task, by kind. */
export const LINKS = { deal: "deal", lead: "lead", contact: "contact", company: "companyLink" } as const;
export type LinkKind = keyof typeof LINKS;

export interface Draft {
  name: string;
  type: string;
  priority: string;
  /** `YYYY-MM-DD`; empty: without a date. */
  day: string;
  /** `HH:MM`; empty: the whole day. */
  time: string;
  /** Empty: a deadline. */
  minutes: string;
  /** Empty: nobody. */
  owner: string;
  links: Record<LinkKind, string>;
  phone: string;
  reminders: Reminder[];
  repeat: string;
  note: string;
}

const DAY_MS = 86_400_000;

const text = (value: Value | undefined) => typeof value === "string" ? value : "";

/** Values by field (absent ones empty) as the dialog shows them. */
export function draftOf(values: Values, options: { timeZone: string; me: string | null }): Draft {
  const { timeZone, me } = options;
  const due = text(values.due);
  const at = due === "" ? null : Date.parse(due);
  return {
    name: text(values.name),
    type: text(values.type) || "todo",
    priority: text(values.priority) || "normal",
    day: at === null ? "" : dayIn(at, timeZone),
    time: at === null || values.allDay === true ? "" : clockText(minutesOf(at, timeZone)),
    minutes: typeof values.minutes === "number" ? `${values.minutes}` : "",
    owner: values.owner === undefined ? me ?? "" : text(values.owner),
    links: {
      deal: text(values.deal),
      lead: text(values.lead),
      contact: text(values.contact),
      company: text(values.companyLink),
    },
    phone: text(values.phone),
    reminders: [...(values.reminders ?? []) as Reminder[]],
    repeat: text(values.repeat),
    note: text(values.note),
  };
}

/** The values that a draft stands for. */
export function valuesOf(draft: Draft, timeZone: string): Values {
  const due = dueOf(draft, timeZone);
  return {
    name: draft.name.trim() || null,
    type: draft.type,
    priority: draft.priority,
    due: due === null ? null : new Date(due).toISOString(),
    allDay: due !== null && draft.time === "",
    minutes: due === null || draft.time === "" || draft.minutes === "" ? null : Number(draft.minutes),
    owner: draft.owner || null,
    deal: draft.links.deal || null,
    lead: draft.links.lead || null,
    contact: draft.links.contact || null,
    companyLink: draft.links.company || null,
    reminders: due === null ? [] : draft.reminders,
    repeat: due === null ? null : draft.repeat || null,
    note: draft.note.trim() || null,
  };
}

/** ms; null: without a date. */
export function dueOf(draft: Pick<Draft, "day" | "time">, timeZone: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(draft.day)) return null;
  const day = Date.parse(`${draft.day}T00:00:00Z`) / DAY_MS;
  if (Number.isNaN(day)) return null;
  return momentOf(day, /^\d\d:\d\d/.test(draft.time) ? clockMinutes(draft.time) : 0, timeZone);
}

/** The draft with another time. */
export function withDue(draft: Draft, at: number, options: { timeZone: string; allDay?: boolean }): Draft {
  const { timeZone, allDay = false } = options;
  return {
    ...draft,
    day: dayIn(at, timeZone),
    time: allDay ? "" : clockText(minutesOf(at, timeZone)),
  };
}

export function dayIn(at: number, timeZone: string): string {
  return new Date(dayNumber(at, timeZone) * DAY_MS).toISOString().slice(0, 10);
}

/** What differs from the record as it was loaded, and what it was then. */
export function changesOf(next: Values, before: CrmRecord): { values: Values; was: Values } | null {
  const values: Values = {};
  const was: Values = {};
  for (const [key, value] of Object.entries(next)) {
    const old = before.values[key] ?? null;
    if (!(key in before.values) || JSON.stringify(value) === JSON.stringify(old)) continue;
    values[key] = value;
    was[key] = old;
  }
  return Object.keys(values).length > 0 ? { values, was } : null;
}

export function isDraft(value: unknown): value is Draft {
  const draft = value as Partial<Draft> | null;
  return typeof draft === "object" && draft !== null && typeof draft.name === "string" &&
    typeof draft.day === "string" && typeof draft.links === "object" && Array.isArray(draft.reminders);
}

export function linkKinds(kinds: readonly RecordKind[]): LinkKind[] {
  return (Object.keys(LINKS) as LinkKind[]).filter((kind) => kinds.includes(kind));
}
