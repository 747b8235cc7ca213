/**
 * The one door by which rooms tell people something. It writes rows in the caller's transaction: what is rolled back was
 * never told. The console shows them by the topic `notices/<user>`; pushes and letters are sent by the scheduler.
 */
import { sql, type Transaction } from "kysely";
import { newId } from "@/crm/ids.ts";
import type { Database } from "@/crm/records.ts";
import { channelsFor, type NoticeChannel, type NoticeData, type NoticeKind } from "@/crm/notices/kinds.ts";

/** Heard by the console's live feed: `{"users": [ids]}`. */
export const NOTICES_CHANNEL = "notices";
/** Heard by schedulers: the time in ms of something new to do. */
export const REMINDERS_CHANNEL = "reminders";
/** Ids that fit into one NOTIFY (8,000 bytes). */
const IDS_AT_ONCE = 150;

/** What to tell. `K` ties the data to the kind. */
export interface Notice<K extends NoticeKind = NoticeKind> {
  /** People's ids; those who are disabled, and programs, are left out. */
  users: readonly string[];
  kind: K;
  data: NoticeData[K];
  /** Path in the console, such as `/tasks/<id>`; empty: nowhere. */
  link: string;
  /** Of a task: offers "done", and is taken back when the task is done or deleted. */
  task?: string;
  /** The same key is told a person once, however often it is asked for. */
  key?: string;
  /** Event that it came from. */
  cause?: string;
  /** Instead of the kind's defaults; what the person chose for the kind wins. */
  channels?: readonly NoticeChannel[];
}

/** Tells people something. Returns how many were told now. */
export async function notify<K extends NoticeKind>(trx: Transaction<Database>, notice: Notice<K>): Promise<number> {
  const users = [...new Set(notice.users)];
  if (users.length === 0) return 0;
  const people = await trx.selectFrom("users as u").leftJoin("notice_preferences as p", "p.user_id", "u.id")
    .select(["u.id", "p.kinds"]).where("u.id", "in", users).where("u.disabled_at", "is", null)
    .where("u.service", "=", false).execute();
  const told = people.flatMap(({ id, kinds }) => {
    const ways = channelsFor(notice.kind, { chosen: kinds?.[notice.kind], asked: notice.channels });
    return ways.length === 0 ? [] : [{ id: newId(), user: id, ways }];
  });
  if (told.length === 0) return 0;
  const { rows } = await sql<{ id: string; user: string }>`
    insert into notices (id, user_id, kind, data, link, task_id, key, app, cause, told_at)
    select t.id, t."user", ${notice.kind}, ${JSON.stringify(notice.data)}::jsonb, ${notice.link},
      ${notice.task ?? null}::uuid, ${notice.key ?? null}, t.app, ${notice.cause ?? null}, clock_timestamp()
    from jsonb_to_recordset(${
    JSON.stringify(told.map(({ ways, ...one }) => ({ ...one, app: ways.includes("app") })))
  }::jsonb) as t (id uuid, "user" uuid, app boolean)
    on conflict do nothing returning id, user_id as "user"`.execute(trx);
  const written = new Set(rows.map(({ id }) => id));
  const sent = told.filter(({ id }) => written.has(id)).flatMap(({ id, user, ways }) =>
    ways.filter((way) => way !== "app").map((channel) => ({ id: newId(), notice: id, user, channel }))
  );
  if (sent.length > 0) {
    await sql`insert into notice_deliveries (id, user_id, channel, notice_id, task_id, at, next_at)
      select d.id, d."user", d.channel, d.notice, ${notice.task ?? null}::uuid, now(), now()
      from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb) as d (id uuid, notice uuid, "user" uuid, channel text)`
      .execute(trx);
    await sql`select pg_notify(${REMINDERS_CHANNEL}, '0')`.execute(trx);
  }
  await tellConsoles(trx, rows.map(({ user }) => user));
  return rows.length;
}

/** Open consoles of these people look at their notices anew. */
export async function tellConsoles(trx: Transaction<Database>, users: readonly string[]): Promise<void> {
  const ids = [...new Set(users)];
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const payload = JSON.stringify({ users: ids.slice(at, at + IDS_AT_ONCE) });
    await sql`select pg_notify(${NOTICES_CHANNEL}, ${payload})`.execute(trx);
  }
}
