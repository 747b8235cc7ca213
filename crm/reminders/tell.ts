/**
 * What is due becomes a notice: rows are claimed, the notices written and the deliveries settled in one transaction, so
 * that two nodes, or a kill in the middle, neither lose a reminder nor tell one twice.
 */
import { sql, type Transaction } from "kysely";
import { newId } from "@/crm/ids.ts";
import { channelsFor, type NoticeChannel, type NoticeData, tellConsoles } from "@/crm/notices/mod.ts";
import type { Database, Store } from "@/crm/records.ts";

export const BITE = 500;
const MINUTE_MS = 60_000;

interface Due {
  id: string;
  user: string;
  channel: NoticeChannel;
  notice: string | null;
  task: string | null;
  minutes: number;
  at: Date;
  name: string | null;
  due: Date | null;
  allDay: boolean;
  disabled: boolean;
  chosen: NoticeChannel[] | null;
}

export interface Told {
  /** Claimed rows; fewer than asked for: nothing more is due. */
  rows: number;
  /** Times that those told in the console were due at, ms. */
  at: number[];
  /** Some go out by push or e-mail. */
  outgoing: boolean;
}

/** Tells what is due by `now`, `limit` rows at most. */
export async function tellDue(store: Store, options: { now: number; limit?: number }): Promise<Told> {
  const { now, limit = BITE } = options;
  return await store.tx(async (trx) => {
    const rows = await claim(trx, { now, limit });
    const snoozed = rows.filter(({ notice }) => notice !== null);
    const wanted = rows.filter(({ notice, disabled, chosen, channel }) =>
      notice === null && !disabled &&
      channelsFor("reminder", { chosen: chosen ?? undefined, asked: [channel] }).length > 0
    );
    const kept = new Set([...snoozed, ...wanted]);
    await dropUnwanted(trx, rows.filter((row) => !kept.has(row)));
    const inApp = wanted.filter(({ channel }) => channel === "app");
    await write(trx, wanted, now);
    await tellAgain(trx, snoozed, now);
    await tellConsoles(trx, [...inApp, ...snoozed].map(({ user }) => user));
    return {
      rows: rows.length,
      at: [...inApp, ...snoozed].map(({ at }) => at.getTime()),
      outgoing: wanted.length > inApp.length,
    };
  });
}

/** When the next row is due; null: none is. Another node's claims are its own affair. */
export async function nextDue(store: Store): Promise<number | null> {
  const { rows: [row] } = await sql<{ at: Date }>`select next_at as at from notice_deliveries
    where state = 'scheduled' and (notice_id is null or channel = 'app') order by next_at limit 1`.execute(store.db);
  return row?.at.getTime() ?? null;
}

async function claim(trx: Transaction<Database>, { now, limit }: { now: number; limit: number }): Promise<Due[]> {
  const { rows } = await sql<Due>`
    with due as (
      select id from notice_deliveries
      where state = 'scheduled' and (notice_id is null or channel = 'app') and next_at <= ${new Date(now)}
      order by next_at limit ${limit} for update skip locked
    )
    select d.id, d.user_id as "user", d.channel, d.notice_id as notice, d.task_id as task,
      coalesce(d.minutes, 0) as minutes, d.at, t.name, t.due_at as due, coalesce(t.all_day, false) as "allDay",
      u.disabled_at is not null as disabled, p.kinds -> 'reminder' as chosen
    from due join notice_deliveries d on d.id = due.id join users u on u.id = d.user_id
      left join tasks t on t.id = d.task_id left join notice_preferences p on p.user_id = d.user_id`.execute(trx);
  return rows;
}

async function dropUnwanted(trx: Transaction<Database>, rows: readonly Due[]): Promise<void> {
  for (const [reason, of] of Map.groupBy(rows, ({ disabled }) => disabled ? "disabled" : "muted")) {
    await trx.updateTable("notice_deliveries").set({ state: "cancelled", reason })
      .where("id", "in", of.map(({ id }) => id)).execute();
  }
}

/** A reminder is one notice, by however many ways it goes, and whichever of two nodes meets which of them first. */
async function write(trx: Transaction<Database>, rows: readonly Due[], now: number): Promise<void> {
  if (rows.length === 0) return;
  const groups = [...Map.groupBy(rows, (row) => `reminder/${row.task}/${row.minutes}/${row.at.getTime()}/${row.user}`)]
    .map(([key, of]) => ({ key, of, id: newId(now), app: of.some(({ channel }) => channel === "app") }));
  const { rows: written } = await sql<{ id: string; key: string }>`
    insert into notices (id, user_id, kind, data, link, task_id, key, app, told_at)
    select n.id, n."user", 'reminder', n.data, '/tasks/' || n.task, n.task, n.key, n.app, ${new Date(now)}
    from jsonb_to_recordset(${
    JSON.stringify(groups.map(({ key, of: [row], id, app }) => ({
      id,
      key,
      app,
      user: row.user,
      task: row.task,
      data: dataOf(row, now),
    })))
  }::jsonb) as n (id uuid, "user" uuid, task uuid, key text, app boolean, data jsonb)
    on conflict (user_id, key) where key is not null do update set app = notices.app or excluded.app
    returning id, key`.execute(trx);
  const ids = new Map(written.map(({ id, key }) => [key, id]));
  const settled = groups.flatMap(({ key, of }) =>
    of.map(({ id, channel }) => ({ id, notice: ids.get(key), app: channel === "app" }))
  );
  await sql`update notice_deliveries d set notice_id = s.notice, claimed_until = null,
      state = case when s.app then 'delivered' else 'scheduled' end, attempts = case when s.app then 1 else 0 end,
      delivered_at = case when s.app then ${new Date(now)}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as s (id uuid, notice uuid, app boolean)
    where d.id = s.id`.execute(trx);
}

function dataOf({ name, due, allDay, minutes, at }: Due, now: number): NoticeData["reminder"] {
  return {
    task: name ?? "",
    due: due?.toISOString() ?? "",
    allDay,
    minutes,
    // A restart, a long outage: it says that it is late.
    lateMinutes: Math.max(0, Math.floor((now - at.getTime()) / MINUTE_MS)),
  };
}

/** Snoozed ones come again as news. */
async function tellAgain(trx: Transaction<Database>, rows: readonly Due[], now: number): Promise<void> {
  if (rows.length === 0) return;
  await trx.updateTable("notices").set({ read_at: null, snoozed_until: null, told_at: new Date(now) })
    .where("id", "in", rows.map(({ notice }) => notice!)).execute();
  await trx.updateTable("notice_deliveries").set({ state: "delivered", attempts: 1, delivered_at: new Date(now) })
    .where("id", "in", rows.map(({ id }) => id)).execute();
}
