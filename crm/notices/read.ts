/** Reading notices, all of them at once, taking that back, and putting one off. The own ones only. */
import { sql, type Transaction } from "kysely";
import { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import type { Result } from "@/crm/result.ts";
import { REMINDERS_CHANNEL, tellConsoles } from "@/crm/notices/notify.ts";

export const readSchema = z.object({
  /** Absent: all. */
  ids: z.array(z.uuid()).min(1).max(200).optional(),
  /** Only those that lead there: their page is open. */
  link: z.string().min(1).max(400).optional(),
  /** Of all: only those told until then (ISO), so that one that has just come is not read unseen. */
  until: z.iso.datetime().optional(),
  read: z.boolean().default(true),
});
export const snoozeSchema = z.object({ minutes: z.number().int().min(1).max(10_080).default(10) });

/** Returns the ids that changed. Many at once are one statement; the answer names two hundred at most. */
export async function markRead(
  store: Store,
  access: Access,
  input: z.output<typeof readSchema>,
): Promise<Result<{ changed: number; ids: string[] }>> {
  const { ids, link, until, read } = input;
  return await store.tx(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      update notices set read_at = ${read ? sql`now()` : null}
      where user_id = ${access.user}::uuid and app and (read_at is null) = ${read}
        and (${ids ?? null}::uuid[] is null or id = any(${ids ?? null}::uuid[]))
        and (${link ?? null}::text is null or link = ${link ?? null}::text)
        and (${until ?? null}::timestamptz is null or told_at <= ${until ?? null}::timestamptz)
      returning id`.execute(trx);
    if (rows.length > 0) await tellConsoles(trx, [access.user]);
    return { ok: true, value: { changed: rows.length, ids: rows.slice(0, 200).map(({ id }) => id) } };
  });
}

/** Read for now; comes again as news after so many minutes, unless its task is done by then. */
export async function snooze(
  store: Store,
  access: Access,
  input: { id: string; minutes: number; now?: number },
): Promise<Result<{ until: string }>> {
  const until = new Date((input.now ?? Date.now()) + input.minutes * 60_000);
  return await store.tx(async (trx) => {
    const { rows: [row] } = await sql<{ task: string | null }>`
      update notices set read_at = coalesce(read_at, now()), snoozed_until = ${until}
      where id = ${input.id}::uuid and user_id = ${access.user}::uuid and app returning task_id as task`.execute(trx);
    if (!row) return { ok: false as const, code: "notices.error.none" };
    await putOff(trx, { notice: input.id, user: access.user, task: row.task, until });
    await tellConsoles(trx, [access.user]);
    return { ok: true as const, value: { until: until.toISOString() } };
  });
}

async function putOff(
  trx: Transaction<Database>,
  given: { notice: string; user: string; task: string | null; until: Date },
): Promise<void> {
  await trx.deleteFrom("notice_deliveries").where("notice_id", "=", given.notice).where("channel", "=", "app")
    .where("state", "=", "scheduled").execute();
  await trx.insertInto("notice_deliveries").values({
    user_id: given.user,
    channel: "app",
    notice_id: given.notice,
    task_id: given.task,
    at: given.until,
    next_at: given.until,
  }).execute();
  await sql`select pg_notify(${REMINDERS_CHANNEL}, ${String(given.until.getTime())})`.execute(trx);
}
