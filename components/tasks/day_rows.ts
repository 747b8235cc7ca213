/** The rows of the day: sections with their tasks, and which of them are in sight. Pure. */
import type { CrmRecord } from "@/crm/record/types.ts";
import type { LinkKind } from "@/components/tasks/draft.ts";
import { type Section, sectionOf, SECTIONS } from "@/crm/tasks/moments.ts";

export type DayRow =
  | { kind: "section"; section: Section | "done"; count: number }
  | { kind: "task"; task: CrmRecord };

export interface DayFilter {
  /** `me`, `all`, `pool`, or a person's id. */
  who: string;
  /** A team's id; empty: any. */
  team: string;
  type: string;
  priority: string;
  /** Of one record only. */
  kind?: LinkKind;
  record?: string;
}

export const EVERYTHING: DayFilter = { who: "me", team: "", type: "", priority: "" };

export const dated = ({ values }: CrmRecord) => ({
  due: typeof values.due === "string" ? values.due : null,
  allDay: values.allDay === true,
});

const byDue = (a: CrmRecord, b: CrmRecord) =>
  `${a.values.due ?? "~"}`.localeCompare(`${b.values.due ?? "~"}`) || a.id.localeCompare(b.id);
const byDone = (a: CrmRecord, b: CrmRecord) =>
  `${b.values.done ?? ""}`.localeCompare(`${a.values.done ?? ""}`) || a.id.localeCompare(b.id);

/** Sections in their order, empty ones left out; what was done today last. */
export function rowsOf(tasks: Iterable<CrmRecord>, options: { now: number; zone: string }): DayRow[] {
  const sections = new Map<Section | "done", CrmRecord[]>();
  for (const task of tasks) {
    if (task.values.status === "cancelled") continue;
    const section = task.values.status === "open" ? sectionOf(dated(task), options) : "done";
    const list = sections.get(section) ?? [];
    sections.set(section, list);
    list.push(task);
  }
  return [...SECTIONS, "done" as const].flatMap((section): DayRow[] => {
    const list = sections.get(section)?.sort(section === "done" ? byDone : byDue) ?? [];
    if (list.length === 0) return [];
    return [{ kind: "section", section, count: list.length }, ...list.map((task) => ({ kind: "task" as const, task }))];
  });
}

/** Which rows to draw: those in sight and some beside them; heights in px. */
export function windowOf(
  view: { top: number; height: number },
  rows: { count: number; height: number },
): { from: number; to: number } {
  const beside = 12;
  const from = Math.max(0, Math.floor(view.top / rows.height) - beside);
  const to = Math.min(rows.count, Math.ceil((view.top + view.height) / rows.height) + beside);
  return { from: Math.min(from, rows.count), to };
}

export function queryOf(filter: DayFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) if (value && value !== "me") query.set(key, `${value}`);
  return query;
}
