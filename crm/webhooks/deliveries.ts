/** Looking at deliveries, sending one again, trying a webhook out. */
import { sql } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { DeliveryState } from "@/store/tables/api.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { beyond, type Page, toPage } from "@/crm/page.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb, writeChange } from "@/crm/verb.ts";
import { PING } from "@/crm/webhooks/deliver.ts";
import { JOB } from "@/crm/webhooks/dispatch.ts";
import type { listDeliveriesSchema } from "@/crm/webhooks/schemas.ts";
import { lockWebhook } from "@/crm/webhooks/webhooks.ts";

const KEPT_DAYS = 30;

export interface Delivery {
  id: string;
  event: string;
  type: string;
  state: DeliveryState;
  attempts: number;
  /** Of the next try; null: none follows. */
  nextAt: string | null;
  triedAt: string | null;
  status: number | null;
  response: string | null;
  durationMs: number | null;
  /** A word for `webhooks.failure.<word>`. */
  error: string | null;
  createdAt: string;
}

type Row = Omit<Delivery, "nextAt" | "triedAt" | "createdAt"> & {
  nextAt: Date;
  triedAt: Date | null;
  createdAt: Date;
  cursor_at: string;
};

/** Newest first. @throws {ForbiddenError} */
export async function listDeliveries(
  store: Store,
  access: Access,
  options: z.output<typeof listDeliveriesSchema> & { webhook: string },
): Promise<Page<Delivery>> {
  require(access, "api.manage");
  const { webhook, state, after, limit } = options;
  const { rows } = await sql<Row>`
    select d.id, d.event_id as event, d.event_type as type, d.state, d.attempts, d.next_at as "nextAt",
      d.tried_at as "triedAt", d.status, d.response, d.duration_ms as "durationMs", d.error,
      d.created_at as "createdAt", d.created_at::text as cursor_at
    from webhook_deliveries d
    where d.webhook_id = ${webhook}::uuid and (${state ?? null}::text is null or d.state = ${state ?? null}::text)
      and ${beyond(after, { at: sql`d.created_at`, id: sql`d.id`, idType: "uuid" })}
    order by d.created_at desc, d.id desc limit ${limit + 1}`.execute(store.db);
  return toPage(rows, limit, ({ cursor_at: _, nextAt, triedAt, createdAt, ...row }) => ({
    ...row,
    nextAt: row.state === "pending" || row.state === "failed" ? nextAt.toISOString() : null,
    triedAt: triedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }));
}

/** How the last day went, by webhook: for lists. @throws {ForbiddenError} */
export async function deliveryCounts(
  store: Store,
  access: Access,
): Promise<Map<string, { delivered: number; waiting: number; dead: number }>> {
  require(access, "api.manage");
  const { rows } = await sql<{ id: string; delivered: number; waiting: number; dead: number }>`
    select webhook_id as id, count(*) filter (where state = 'delivered')::int as delivered,
      count(*) filter (where state in ('pending', 'failed'))::int as waiting,
      count(*) filter (where state = 'dead')::int as dead
    from webhook_deliveries where created_at > now() - interval '1 day' group by webhook_id`.execute(store.db);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

/** Sends a delivery again, at once and with all its tries anew, under the same id. @throws {ForbiddenError} */
export async function resendDelivery(
  store: Store,
  access: Access,
  options: { webhook: string; delivery: string; jobs: Jobs },
): Promise<Result<null>> {
  const { webhook, delivery, jobs } = options;
  return await verb(store, access, {
    permission: "api.manage",
    work: async (trx) => {
      const hook = await lockWebhook(trx, webhook);
      if (!hook.enabled) throw new Refusal("webhooks.error.disabled");
      const row = await trx.updateTable("webhook_deliveries")
        .set({ state: "pending", attempts: 0, next_at: sql`now()`, claimed_until: null })
        .where("id", "=", delivery).where("webhook_id", "=", webhook).returning(["event_type"]).executeTakeFirst();
      if (!row) throw new Refusal("webhooks.error.no-delivery");
      await trx.updateTable("webhooks").set({ paused_until: null }).where("id", "=", webhook).execute();
      await jobs.enqueue(JOB, { webhook }, { tx: trx });
      const after = { delivery, event: row.event_type };
      return { value: null, change: { type: "webhook.resent", entity: { kind: "webhook", id: webhook }, after } };
    },
  });
}

/** Sends a test event, also to a webhook that is switched off. The answer names the delivery. @throws {ForbiddenError} */
export async function pingWebhook(
  store: Store,
  access: Access,
  options: { id: string; jobs: Jobs },
): Promise<Result<{ delivery: string }>> {
  require(access, "api.manage");
  const { id: webhook, jobs } = options;
  try {
    return await store.tx(async (trx) => {
      await lockWebhook(trx, webhook);
      const entity = { kind: "webhook", id: webhook };
      await writeChange(trx, access, { change: { type: PING, entity, after: { ping: true } } });
      const delivery = newId();
      // Its own event, whatever patterns it has; the dispatcher meets the same row and leaves it.
      await sql`insert into webhook_deliveries (id, webhook_id, event_id, event_type)
        select ${delivery}::uuid, ${webhook}::uuid, id, type from events
        where entity_kind = 'webhook' and entity_id = ${webhook} and type = ${PING}
        order by position desc limit 1`.execute(trx);
      await trx.updateTable("webhooks").set({ paused_until: null }).where("id", "=", webhook).execute();
      await jobs.enqueue(JOB, { webhook }, { tx: trx });
      return { ok: true as const, value: { delivery } };
    });
  } catch (error) {
    if (error instanceof Refusal) return error.toResult();
    throw error;
  }
}

/** Deletes what is done and older than a month. Run nightly. Returns how many. */
export async function purgeDeliveries(store: Store, now: number = Date.now()): Promise<number> {
  const { numDeletedRows } = await store.reports.deleteFrom("webhook_deliveries")
    .where("created_at", "<", new Date(now - KEPT_DAYS * 86_400_000)).where("state", "in", ["delivered", "dead"])
    .executeTakeFirst();
  return Number(numDeletedRows);
}
