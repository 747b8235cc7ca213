/** Calendars for other programs: a person's feed, one task, and what a view shows, as iCalendar. */
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { type CrmRecord, getRecord, linkedNames, reachOf, schemaOf } from "@/crm/record/mod.ts";
import { ForbiddenError } from "@/store/access.ts";
import type { Reminder } from "@/store/tables/sales.ts";
import type { Result } from "@/crm/result.ts";
import { icsOf, type IcsTask } from "@/crm/calendar/ics/calendar.ts";
import { peopleOf, requireCalendar, tasksOf } from "@/crm/calendar/range.ts";
import type { RangeQuery } from "@/crm/calendar/schemas.ts";
import type { TaskPriority, TaskStatus, TaskType } from "@/crm/calendar/types.ts";

export interface IcsWords {
  /** Name of the calendar. */
  title: string;
  type(type: TaskType): string;
  doneMark: string;
  /** Where the console is, without a slash at the end. */
  origin: string;
}

/** A feed shows this much: what is long ago nobody looks up on a phone. */
const PAST_DAYS = 60;
const FUTURE_DAYS = 370;
const DAY_MS = 86_400_000;

/** The person's own tasks, a bounded window of them; begun anew each day, so that nothing changes between two changes. */
export async function icsOfFeed(
  store: Store,
  access: Access,
  options: { now: number; words: IcsWords },
): Promise<string> {
  requireCalendar(access);
  const today = Math.floor(options.now / DAY_MS) * DAY_MS;
  return await icsOfPeople(store, access, {
    from: new Date(today - PAST_DAYS * DAY_MS).toISOString(),
    to: new Date(today + FUTURE_DAYS * DAY_MS).toISOString(),
    people: peopleOf(access, {}),
    statuses: ["open", "done", "cancelled"],
    words: options.words,
    action: "view",
  });
}

/** What a view shows. @throws {ForbiddenError} without the right to export tasks */
export async function icsOfRange(
  store: Store,
  access: Access,
  options: RangeQuery & { words: IcsWords },
): Promise<string> {
  requireCalendar(access);
  if (reachOf(access, "task", "export") === "none") throw new ForbiddenError("tasks.export");
  return await icsOfPeople(store, access, { ...options, people: peopleOf(access, options), action: "export" });
}

/** One task that the person may see. */
export async function icsOfTask(
  store: Store,
  access: Access,
  options: { id: string; words: IcsWords },
): Promise<Result<string>> {
  requireCalendar(access);
  const task = await getRecord(store, access, { kind: "task", id: options.id });
  if (!task || task.archived) return { ok: false, code: "records.error.no-record" };
  if (!task.values.due) return { ok: false, code: "calendar.error.no-time" };
  return { ok: true, value: await write(store, access, { tasks: [task], words: options.words }) };
}

async function icsOfPeople(
  store: Store,
  access: Access,
  options: Omit<RangeQuery, "people"> & { people: string[]; words: IcsWords; action: "view" | "export" },
): Promise<string> {
  const schema = await schemaOf(store, "task");
  const { tasks } = await tasksOf(store, access, { ...options, schema });
  return await write(store, access, { tasks, words: options.words });
}

async function write(
  store: Store,
  access: Access,
  options: { tasks: CrmRecord[]; words: IcsWords },
): Promise<string> {
  const { tasks, words } = options;
  const repeated = tasks.filter(({ values }) => values.repeat).map(({ id }) => id);
  const [names, site, rhythms] = await Promise.all([
    linkedNames(store, access, tasks),
    siteSettings(store.db),
    repeated.length === 0 ? [] : store.db.selectFrom("tasks").select(["id", "occurrence_at"])
      .where("id", "=", sql<string>`any(${repeated}::uuid[])`).execute(),
  ]);
  const about = new Map(tasks.map((task) => [task.id, aboutOf(task, names)]));
  const rhythm = new Map(rhythms.map((one) => [one.id, one.occurrence_at?.getTime() ?? null]));
  return icsOf(tasks.map((task) => toIcs(task, rhythm.get(task.id) ?? null)), {
    name: words.title,
    timeZone: site.timeZone,
    domain: new URL(words.origin).hostname,
    doneMark: words.doneMark,
    event: (task) => ({
      url: `${words.origin}/tasks/${task.id}`,
      category: words.type(task.type),
      about: about.get(task.id) ?? "",
    }),
  });
}

/** Whom and what it is about, line by line. */
function aboutOf({ values }: CrmRecord, names: Record<string, string>): string {
  const linked = [values.deal, values.lead, values.contact].map((id) => names[`${id ?? ""}`]);
  return [...new Set([...linked, `${values.company ?? ""}`, `${values.phone ?? ""}`])].filter(Boolean).join("\n");
}

/** Fields that the person may not see are as if they were empty. */
function toIcs({ id, version, values }: CrmRecord, rhythm: number | null): IcsTask {
  const at = (value: unknown) => typeof value === "string" ? Date.parse(value) : 0;
  return {
    id,
    version,
    name: `${values.name ?? ""}`,
    type: (values.type ?? "todo") as TaskType,
    status: (values.status ?? "open") as TaskStatus,
    priority: (values.priority ?? "normal") as TaskPriority,
    due: at(values.due),
    allDay: values.allDay === true,
    minutes: typeof values.minutes === "number" ? values.minutes : null,
    repeat: `${values.repeat ?? ""}`,
    rhythm,
    reminders: (values.reminders ?? []) as Reminder[],
    note: `${values.note ?? ""}`,
    tags: (values.tags ?? []) as string[],
    created: at(values.created),
    updated: at(values.updated),
  };
}
