/** Somebody's tasks as the page of the day shows them: all that are open, what was done today, and how many press. */
import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import { type Access, ForbiddenError } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { asSeen, type Row, selection, toRecord } from "@/crm/record/columns.ts";
import { linkedNames } from "@/crm/record/read.ts";
import { inReach, reachOf } from "@/crm/record/rights.ts";
import { schemaOf } from "@/crm/record/schema.ts";
import type { CrmRecord } from "@/crm/record/types.ts";
import { dayNumber, momentOf } from "@/crm/tasks/moments.ts";
import type { daySchema } from "@/crm/tasks/schemas.ts";

export interface Day {
  /** Open ones by their time, those without one last. */
  open: CrmRecord[];
  /** There are more open ones than a page holds. */
  more: boolean;
  /** Done today, the last first. */
  done: CrmRecord[];
  /** Of what the tasks point to. */
  names: Record<string, string>;
}

/** A page of the day holds so many; beyond, the list is better. */
const MOST_OPEN = 3_000;
const MOST_DONE = 200;
const MOST_PAST = 20;

/** With `ids` only those of them that belong here, for pages that heard of a change. @throws {ForbiddenError} */
export async function readDay(store: Store, access: Access, query: z.output<typeof daySchema>): Promise<Day> {
  const schema = await schemaOf(store, "task");
  const { timeZone } = await siteSettings(store.db);
  const now = Date.now();
  const today = new Date(momentOf(dayNumber(now, timeZone), 0, timeZone));
  const shared = sql.join([
    sql<boolean>`r.archived_at is null`,
    inReach(access, "task", "view"),
    ...(query.ids ? [sql<boolean>`r.id = any(${query.ids}::uuid[])`] : []),
    ...(query.type ? [sql<boolean>`r.type = ${query.type}`] : []),
    ...(query.priority ? [sql<boolean>`r.priority = ${query.priority}`] : []),
    ...(query.kind ? [sql<boolean>`r.${sql.ref(`${query.kind}_id`)} = ${query.record}::uuid`] : []),
    ...(query.team ? [sql<boolean>`r.team_id = ${query.team}::uuid`] : []),
  ], sql` and `);
  const since = query.record ? sql<boolean>`true` : sql<boolean>`r.done_at >= ${today}`;
  const [open, done] = await Promise.all([
    sql<Row>`select ${selection(schema)} from tasks r where r.status = 'open' and ${shared}
      and ${whose(access, query.who, sql`r.owner_id`)} order by r.due_at, r.id limit ${MOST_OPEN + 1}`.execute(
      store.db,
    ),
    sql<Row>`select ${selection(schema)} from tasks r where r.status = 'done' and ${since} and ${shared}
      and (${whose(access, query.who, sql`r.owner_id`)} or ${whose(access, query.who, sql`r.done_by`)})
      order by r.done_at desc, r.id limit ${query.record ? MOST_PAST : MOST_DONE}`.execute(store.db),
  ]);
  const records = (rows: Row[]) => rows.map((row) => toRecord(row, "task", schema));
  const shown = { open: records(open.rows.slice(0, MOST_OPEN)), done: records(done.rows) };
  const names = await linkedNames(store, access, [...shown.open, ...shown.done]);
  const seen = (list: CrmRecord[]) => list.map((record) => asSeen(record, access, { schema }));
  return { open: seen(shown.open), done: seen(shown.done), more: open.rows.length > MOST_OPEN, names };
}

function whose(access: Access, who: string, column: RawBuilder<unknown>): RawBuilder<boolean> {
  switch (who) {
    case "all":
      return sql<boolean>`true`;
    case "pool":
      return sql<boolean>`${column} is null`;
    case "me":
      return access.user === "system" ? sql<boolean>`false` : sql<boolean>`${column} = ${access.user}::uuid`;
    default:
      return sql<boolean>`${column} = ${who}::uuid`;
  }
}

export interface Pressing {
  overdue: number;
  today: number;
}

const MOST_COUNTED = 100;

/** The person's own that are overdue, and that are due today still; each counted to a hundred. @throws {ForbiddenError} */
export async function countPressing(store: Store, access: Access): Promise<Pressing> {
  if (access.user === "system" || reachOf(access, "task", "view") === "none") {
    throw new ForbiddenError("tasks.view.own");
  }
  const { timeZone } = await siteSettings(store.db);
  const today = dayNumber(Date.now(), timeZone);
  const [from, to] = [today, today + 1].map((day) => new Date(momentOf(day, 0, timeZone)));
  const count = (where: RawBuilder<boolean>) =>
    sql`(select count(*)::int from (select 1 from tasks where owner_id = ${access.user}::uuid and status = 'open'
      and archived_at is null and ${where} limit ${MOST_COUNTED}) c)`;
  const { rows: [row] } = await sql<Pressing>`select
    ${count(sql`due_at < case when all_day then ${from}::timestamptz else now() end`)} as overdue,
    ${count(sql`due_at < ${to} and due_at >= case when all_day then ${from}::timestamptz else now() end`)} as today`
    .execute(store.db);
  return row;
}
