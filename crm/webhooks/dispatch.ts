/**
 * Turns events into deliveries: reads the events in their final order behind a durable cursor, and writes the rows, the
 * jobs and the cursor in one transaction. Killed at any moment, the next look begins where the last one ended.
 */
import { sql, type Transaction } from "kysely";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import { orderEvents } from "@/crm/changes/mod.ts";
import { matches } from "@/crm/webhooks/schedule.ts";

export const JOB = "webhooks";
const CURSOR = "webhooks";
const BITE = 500;

interface Hook {
  id: string;
  events: string[];
  created_at: Date;
}

/** Returns how many deliveries were made. Any number of processes may do it at once. */
export async function dispatchEvents(store: Store, jobs: Jobs): Promise<number> {
  await orderEvents(store);
  let made = 0;
  for (;;) {
    const { read, written } = await store.tx((trx) => dispatchBite(trx, jobs));
    made += written;
    if (read < BITE) return made;
  }
}

async function dispatchBite(trx: Transaction<Database>, jobs: Jobs): Promise<{ read: number; written: number }> {
  await sql`insert into event_cursors (name, position)
    select ${CURSOR}, coalesce(max(seq), 0) from events on conflict do nothing`.execute(trx);
  const { position } = await trx.selectFrom("event_cursors").select("position").where("name", "=", CURSOR).forUpdate()
    .executeTakeFirstOrThrow();
  const hooks = await trx.selectFrom("webhooks").select(["id", "events", "created_at"]).where("enabled", "=", true)
    .execute();
  if (hooks.length === 0) {
    // Nobody listens: there is nothing to read.
    await moveTo(trx, sql<string>`(select coalesce(max(seq), 0) from events)`, position);
    return { read: 0, written: 0 };
  }
  // What an import with automation off writes is quiet, and not told.
  const events = await trx.selectFrom("events").select(["seq", "id", "type", "at", "quiet"])
    .where("seq", ">", position).orderBy("seq").limit(BITE).execute();
  const last = events.at(-1)?.seq;
  if (!last) return { read: 0, written: 0 };
  const rows = events.filter(({ quiet }) => !quiet).flatMap((event) =>
    hooks.filter((hook) => wants(hook, event)).map((hook) => ({
      id: newId(),
      webhook_id: hook.id,
      event_id: event.id,
      event_type: event.type,
    }))
  );
  if (rows.length > 0) {
    await trx.insertInto("webhook_deliveries").values(rows)
      .onConflict((conflict) => conflict.columns(["webhook_id", "event_id"]).doNothing()).execute();
    for (const webhook of new Set(rows.map(({ webhook_id }) => webhook_id))) {
      await jobs.enqueue(JOB, { webhook }, { key: `${webhook}/${last}`, tx: trx });
    }
  }
  await moveTo(trx, sql<string>`${last}::bigint`, position);
  return { read: events.length, written: rows.length };
}

/** Events from before the webhook are not its own. */
function wants(hook: Hook, event: { type: string; at: Date }): boolean {
  return event.at.getTime() >= hook.created_at.getTime() && matches(event.type, hook.events);
}

async function moveTo(
  trx: Transaction<Database>,
  to: ReturnType<typeof sql<string>>,
  from: string,
): Promise<void> {
  await sql`update event_cursors set position = ${to}, updated_at = now()
    where name = ${CURSOR} and position = ${from}::bigint and position <> ${to}`.execute(trx);
}

/** Jobs for deliveries that wait though nobody works on them: a job may die, a delivery may not. Run each minute. */
export async function sweepDeliveries(store: Store, jobs: Jobs, now: number = Date.now()): Promise<void> {
  const { rows } = await sql<{ webhook: string }>`
    select distinct d.webhook_id as webhook from webhook_deliveries d join webhooks w on w.id = d.webhook_id
    where d.state in ('pending', 'failed') and d.next_at < ${new Date(now - 60_000)}
      and (w.paused_until is null or w.paused_until < ${new Date(now)})`.execute(store.db);
  for (const { webhook } of rows) {
    await jobs.enqueue(JOB, { webhook }, { key: `${webhook}/sweep/${Math.floor(now / 60_000)}` });
  }
}
