/**
 * Delivers what waits for one webhook. Each delivery is claimed, sent, and its outcome written; a process that dies in
 * between leaves the claim to lapse, and it is sent again under the same id: at least once, never none.
 */
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/crm/records.ts";
import { writeChange } from "@/crm/verb.ts";
import { feedColumns, type FeedRow, toEvent } from "@/crm/changes/mod.ts";
import { JOB } from "@/crm/webhooks/dispatch.ts";
import { GIVE_UP_MS, pauseAfter, pauseOfAll } from "@/crm/webhooks/schedule.ts";
import { type Message, type Outcome, send } from "@/crm/webhooks/send.ts";
import { sign } from "@/crm/webhooks/signature.ts";

/** Sent at once to one receiver. */
const ABREAST = 3;
/** A claim outlives the longest request; after a kill -9 the delivery is free again. */
const CLAIM_MS = 20_000;
/** One job works so long before others get its place. */
const TURN_MS = 60_000;
/** A test of a webhook that is switched off is sent all the same. */
export const PING = "webhook.pinged";

export interface Ports {
  send(message: Message): Promise<Outcome>;
  now(): number;
  random(): number;
}

const PORTS: Ports = { send: (message) => send(message), now: () => Date.now(), random: Math.random };

interface Due extends Omit<FeedRow, "id"> {
  /** null: the event was deleted. */
  id: string | null;
  delivery: string;
  attempts: number;
  webhook: string;
  url: string;
  allow_private: boolean;
  secret: string;
  old_secret: string | null;
  old_secret_until: Date | null;
}

/** The work of jobs; one per process. */
export class Deliveries {
  /** Webhooks at work here, and whether more came meanwhile. */
  readonly #busy = new Map<string, { again: boolean }>();
  readonly #ports: Ports;

  constructor(private readonly store: Store, private readonly jobs: Jobs, ports: Partial<Ports> = {}) {
    this.#ports = { ...PORTS, ...ports };
  }

  /** Sends what is due to a webhook, and leaves a job for what is due later. */
  async run(webhook: string): Promise<void> {
    const working = this.#busy.get(webhook);
    if (working) {
      working.again = true;
      return;
    }
    const mine = { again: false };
    this.#busy.set(webhook, mine);
    try {
      const end = this.#ports.now() + TURN_MS;
      do {
        mine.again = false;
        while (this.#ports.now() < end && await this.#round(webhook));
      } while (mine.again && this.#ports.now() < end);
    } finally {
      this.#busy.delete(webhook);
    }
    await this.#comeBack(webhook);
  }

  /** One handful; false: nothing is due. */
  async #round(webhook: string): Promise<boolean> {
    const due = await this.#claim(webhook);
    await Promise.all(due.map((one) => one.id === null ? this.#bury(one.delivery) : this.#deliver(one)));
    return due.length > 0;
  }

  async #claim(webhook: string): Promise<Due[]> {
    const now = new Date(this.#ports.now());
    const { rows } = await sql<Due>`
      with due as (
        select d.id from webhook_deliveries d join webhooks w on w.id = d.webhook_id
        where d.webhook_id = ${webhook}::uuid and d.state in ('pending', 'failed') and d.next_at <= ${now}
          and (d.claimed_until is null or d.claimed_until < ${now})
          and (w.enabled or d.event_type = ${PING}) and (w.paused_until is null or w.paused_until <= ${now})
        order by d.created_at, d.id limit ${ABREAST} for update of d skip locked
      ), mine as (
        update webhook_deliveries d set claimed_until = ${new Date(now.getTime() + CLAIM_MS)}
        from due where d.id = due.id returning d.id, d.webhook_id, d.event_id, d.attempts
      )
      select m.id as delivery, m.attempts, w.id as webhook, w.url, w.allow_private, w.secret, w.old_secret,
        w.old_secret_until, ${feedColumns}
      from mine m join webhooks w on w.id = m.webhook_id left join events e on e.id = m.event_id
      order by m.id`.execute(this.store.db);
    return rows;
  }

  async #bury(delivery: string): Promise<void> {
    await this.store.db.updateTable("webhook_deliveries").set({ state: "dead", error: "no-event" })
      .where("id", "=", delivery).execute();
  }

  async #deliver(due: Due): Promise<void> {
    const now = this.#ports.now();
    const body = JSON.stringify({ delivery: due.delivery, ...toEvent({ ...due, id: due.id! }) });
    const grace = due.old_secret && due.old_secret_until && due.old_secret_until.getTime() > now;
    const secrets = grace ? [due.secret, due.old_secret!] : [due.secret];
    const outcome = await this.#ports.send({
      url: due.url,
      body,
      allowPrivate: due.allow_private,
      headers: {
        "content-type": "application/json",
        "user-agent": "Kommutator-Webhooks/1",
        "kommutator-delivery": due.delivery,
        "kommutator-event": due.type,
        "kommutator-signature": sign(body, { secrets, atMs: now }),
      },
    });
    await this.#record(due, outcome);
  }

  async #record(due: Due, outcome: Outcome): Promise<void> {
    const at = this.#ports.now();
    const now = new Date(at);
    const attempts = due.attempts + 1;
    const pause = outcome.failure === null ? null : pauseAfter(attempts, this.#ports.random());
    const state = outcome.failure === null ? "delivered" : pause === null ? "dead" : "failed";
    await this.store.tx(async (trx) => {
      // Always the webhook first: two outcomes at once would else wait for each other.
      const hook = await trx.selectFrom("webhooks").select(["failing_since", "failures", "enabled", "name"])
        .where("id", "=", due.webhook).forUpdate().executeTakeFirst();
      if (!hook) return;
      await trx.updateTable("webhook_deliveries").set({
        state,
        attempts,
        next_at: new Date(at + (pause ?? 0)),
        claimed_until: null,
        tried_at: now,
        status: outcome.status,
        response: outcome.response,
        duration_ms: outcome.durationMs,
        error: outcome.failure,
      }).where("id", "=", due.delivery).where("state", "in", ["pending", "failed"]).execute();
      if (outcome.failure === null) {
        if (hook.failing_since === null && hook.failures === 0) return;
        await trx.updateTable("webhooks").set({ failing_since: null, failures: 0, paused_until: null })
          .where("id", "=", due.webhook).execute();
        return;
      }
      const since = hook.failing_since ?? now;
      const failures = hook.failures + 1;
      const reason = outcome.status === 410 ? "gone" : at - since.getTime() > GIVE_UP_MS ? "failing" : null;
      const off = reason !== null && hook.enabled;
      await trx.updateTable("webhooks").set({
        failing_since: since,
        failures,
        ...(isDown(outcome) ? { paused_until: new Date(at + pauseOfAll(failures)) } : {}),
        ...(off ? { enabled: false, disabled_reason: reason, version: sql`version + 1` } : {}),
      }).where("id", "=", due.webhook).execute();
      if (!off) return;
      await trx.updateTable("webhook_deliveries").set({ state: "dead", error: "disabled" })
        .where("webhook_id", "=", due.webhook).where("state", "in", ["pending", "failed"]).execute();
      const after = { enabled: false, reason };
      const entity = { kind: "webhook", id: due.webhook };
      await writeChange(trx, SYSTEM, {
        change: { type: "webhook.disabled", entity, before: { enabled: true }, after },
      });
    });
  }

  /** A job at the time of the next try. */
  async #comeBack(webhook: string): Promise<void> {
    const { rows: [next] } = await sql<{ at: Date | null }>`
      select greatest(min(greatest(d.next_at, d.claimed_until)), max(w.paused_until)) as at
      from webhook_deliveries d join webhooks w on w.id = d.webhook_id
      where d.webhook_id = ${webhook}::uuid and d.state in ('pending', 'failed')
        and (w.enabled or d.event_type = ${PING})`.execute(this.store.db);
    if (!next?.at) return;
    const runAt = new Date(Math.max(next.at.getTime(), this.#ports.now()));
    await this.jobs.enqueue(JOB, { webhook }, { runAt, key: `${webhook}/at/${Math.ceil(runAt.getTime() / 1_000)}` });
  }
}

/** Whether the receiver as a whole is away, not only unhappy with one event. */
function isDown({ failure, status }: Outcome): boolean {
  return failure !== "status" || status === null || status >= 500 || status === 429;
}
