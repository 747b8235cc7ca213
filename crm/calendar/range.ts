/**
 * What stands in people's calendars between two moments. Tasks come by the person's own reach; of colleagues' tasks out
 * of reach only when they are busy, put together so that not even their number is told.
 */
import { type RawBuilder, sql } from "kysely";
import { type Access, ForbiddenError } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { type CrmRecord, inReach, linkedNames, reachOf, type Schema, schemaOf } from "@/crm/record/mod.ts";
import { asSeen, type Row, selection, toRecord } from "@/crm/record/columns.ts";
import { fieldRight } from "@/crm/record/schema.ts";
import { type HolidayKey, holidaysOf } from "@/crm/calendar/holidays.ts";
import { type Repeat, repeatsOf } from "@/crm/calendar/repeats.ts";
import type { RangeQuery } from "@/crm/calendar/schemas.ts";
import { companyTime, workingTimes } from "@/crm/calendar/times.ts";
import { type Span, workingSpans, type WorkingTime } from "@/crm/calendar/working.ts";
import { daysFrom, wallOf } from "@/crm/calendar/zone.ts";
import type { SpecialDayType } from "@/crm/calendar/types.ts";

/** ISO 8601 in UTC; the end is not in it. */
export interface Interval {
  from: string;
  to: string;
}

/** A day on which the company works otherwise. */
export interface CompanyDay {
  day: string;
  type: SpecialDayType;
  /** The company's own name for it. */
  name: string | null;
  /** Of a public holiday: `calendar.holiday.<key>`. */
  holiday: HolidayKey | null;
}

export interface CalendarRange {
  tasks: CrmRecord[];
  /** When recurring tasks will be there again. Their tasks stand in `tasks`, also when they lie before the range. */
  repeats: Repeat[];
  /** Of what the tasks point to, by id. */
  names: Record<string, string>;
  /** By person: when tasks out of reach keep them. */
  busy: Record<string, Interval[]>;
  working: Record<string, Interval[]>;
  days: CompanyDay[];
  /** There are more tasks than were given. */
  more: boolean;
}

/** More in one view nobody reads. */
export const MOST_TASKS = 2_000;
/** The longest task (crm/tasks/derive.ts): one that began so long ago may still go on. */
const LONGEST_MINUTES = 10_080;

/** @throws {ForbiddenError} when no task may be seen, or not when they are due */
export async function calendarOf(store: Store, access: Access, query: RangeQuery): Promise<CalendarRange> {
  requireCalendar(access);
  const people = peopleOf(access, query);
  const range = { from: Date.parse(query.from), to: Date.parse(query.to) };
  const schema = await schemaOf(store, "task");
  const [found, series, busy, times, kept, special] = await Promise.all([
    tasksOf(store, access, { ...query, people, schema }),
    repeatsOf(store, access, { ...query, people, schema }),
    busyOf(store, access, { people, range }),
    workingTimes(store.db, [null, ...people]),
    companyTime(store.db),
    ownDays(store, range),
  ]);
  const working = people.map((id) => [id, workingSpans(times.get(id)!, range).map(interval)]);
  const known = new Set(found.tasks.map(({ id }) => id));
  const tasks = [...found.tasks, ...series.tasks.filter(({ id }) => !known.has(id))];
  return {
    tasks,
    repeats: series.repeats,
    names: await linkedNames(store, access, tasks),
    busy: Object.fromEntries([...busy].map(([id, spans]) => [id, joined(spans).map(interval)])),
    working: Object.fromEntries(working),
    days: daysOf(times.get(null)!, { range, named: special, holidays: kept.holidays }),
    more: found.more,
  };
}

/** @throws {ForbiddenError} */
export function requireCalendar(access: Access): void {
  if (reachOf(access, "task", "view") === "none" || fieldRight(access, "task", "due") === "hidden") {
    throw new ForbiddenError("tasks.view.own");
  }
}

/** Tasks of these people in the range, inside the reach of the action, by time. */
export async function tasksOf(
  store: Store,
  access: Access,
  query: Omit<RangeQuery, "people"> & { people: readonly string[]; schema: Schema; action?: "view" | "export" },
): Promise<{ tasks: CrmRecord[]; more: boolean }> {
  const { schema, action = "view" } = query;
  const where: RawBuilder<boolean>[] = [
    ...between(query),
    sql<boolean>`r.owner_id = any(${[...query.people]}::uuid[])`,
    sql<boolean>`r.status = any(${query.statuses ?? ["open", "done"]})`,
    ...(query.types ? [sql<boolean>`r.type = any(${query.types})`] : []),
    inReach(access, "task", action),
  ];
  const { rows } = await sql<Row>`select ${selection(schema)} from tasks r where ${sql.join(where, sql` and `)}
    order by r.due_at, r.id limit ${MOST_TASKS + 1}`.execute(store.db);
  const tasks = rows.slice(0, MOST_TASKS).map((row) => asSeen(toRecord(row, "task", schema), access, { schema }));
  return { tasks, more: rows.length > MOST_TASKS };
}

/** Lies in the range, at least in part. The first condition alone is what the index is walked by. */
function between({ from, to }: { from: string; to: string }): RawBuilder<boolean>[] {
  return [
    sql<boolean>`r.archived_at is null`,
    sql<boolean>`r.due_at < ${to}::timestamptz`,
    sql<boolean>`r.due_at > ${from}::timestamptz - ${LONGEST_MINUTES} * interval '1 minute'`,
    sql<boolean>`(r.due_at >= ${from}::timestamptz
      or r.due_at + coalesce(r.minutes, case when r.all_day then 1440 else 0 end) * interval '1 minute'
        > ${from}::timestamptz)`,
  ];
}

/** Only what takes time keeps people: deadlines and whole days do not. */
async function busyOf(
  store: Store,
  access: Access,
  options: { people: string[]; range: Span },
): Promise<Map<string, Span[]>> {
  const { people, range } = options;
  const busy = new Map<string, Span[]>();
  if (reachOf(access, "task", "view") === "all") return busy;
  const iso = { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
  const where = sql.join([
    ...between(iso),
    sql<boolean>`r.owner_id = any(${people}::uuid[])`,
    sql<boolean>`r.status = 'open' and not r.all_day and r.minutes is not null`,
    // A team of nobody's makes the reach unknown, which is out of reach as well.
    sql<boolean>`${inReach(access, "task", "view")} is not true`,
  ], sql` and `);
  const { rows } = await sql<{ owner: string; due: Date; minutes: number }>`
    select r.owner_id as owner, r.due_at as due, r.minutes from tasks r where ${where}
    order by r.due_at limit ${MOST_TASKS}`.execute(store.db);
  for (const { owner, due, minutes } of rows) {
    const from = Math.max(range.from, due.getTime());
    const to = Math.min(range.to, due.getTime() + minutes * 60_000);
    busy.set(owner, [...busy.get(owner) ?? [], { from, to }]);
  }
  return busy;
}

/** Spans that overlap or touch become one. In order of their beginnings. */
export function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else out.push({ ...span });
  }
  return out;
}

/** Whose calendars are asked for; without a word the own one. */
export function peopleOf(access: Access, query: Pick<RangeQuery, "people">): string[] {
  return [...new Set(query.people ?? (access.user === "system" ? [] : [access.user]))];
}

interface Named {
  first: string;
  last: string;
  name: string;
}

async function ownDays(store: Store, range: Span): Promise<Named[]> {
  // A zone is at most a day away.
  const [from, to] = [range.from - 86_400_000, range.to + 86_400_000].map((at) =>
    new Date(at).toISOString().slice(0, 10)
  );
  return await store.db.selectFrom("special_days").select([
    sql<string>`first_day::text`.as("first"),
    sql<string>`last_day::text`.as("last"),
    "name",
  ])
    .where("user_id", "is", null).where("last_day", ">=", from).where("first_day", "<=", to)
    .orderBy("created_at", "desc").execute();
}

function daysOf(
  time: WorkingTime,
  options: { range: Span; named: Named[]; holidays: "ru" | "none" },
): CompanyDay[] {
  const { range, named } = options;
  const holidays = holidaysOf(options.holidays);
  const days = daysFrom(wallOf(range.from, time.timeZone).day, wallOf(range.to - 1, time.timeZone).day);
  return days.flatMap((day) => {
    const special = time.days.get(day);
    if (!special) return [];
    const own = named.find(({ first, last }) => first <= day && day <= last);
    const holiday = holidays.get(day);
    return [{ day, type: special.type, name: own?.name || null, holiday: own ? null : holiday?.key ?? null }];
  });
}

const interval = ({ from, to }: Span): Interval => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});
