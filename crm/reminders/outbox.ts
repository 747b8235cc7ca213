/**
 * Sends by one channel what waits there: a claimed row, one try, its outcome. So many at once and no more. A process
 * that dies between sending and writing leaves the claim to lapse, and it is sent again under the same id (the push's
 * tag, the letter's Message-ID), so that the second takes the first one's place.
 */
import { sql } from "kysely";
import type { Clock } from "@/actors/runtime/types.ts";
import { isNoticeKind, type NoticeKind } from "@/crm/notices/mod.ts";
import { quietUntil } from "@/crm/notices/quiet.ts";
import type { Store } from "@/crm/records.ts";
import { Alarm, type Shift } from "@/crm/reminders/alarm.ts";
import type { Attempt } from "@/crm/reminders/attempt.ts";
import { pauseAfter } from "@/crm/webhooks/schedule.ts";
import type { QuietHours } from "@/store/tables/notices.ts";

/** A claim outlives the longest try. */
const CLAIM_MS = 60_000;
/** Ten seconds, then three times as long each: a reminder that is an hour late helps nobody. */
const MOST_TRIES = { push: 5, email: 7 };

/** What a channel sends. */
export interface Outgoing {
  id: string;
  notice: string;
  user: string;
  email: string | null;
  locale: "ru" | "en";
  kind: NoticeKind;
  data: Record<string, unknown>;
  link: string;
  toldAt: number;
}

export interface OutboxOptions {
  channel: "push" | "email";
  /** Tries at once. */
  abreast: number;
  clock: Clock;
  send: (outgoing: Outgoing) => Promise<Attempt>;
  failed: (error: unknown) => void;
  random?: () => number;
}

interface Row extends Omit<Outgoing, "kind" | "toldAt"> {
  kind: string;
  toldAt: Date;
  attempts: number;
  reason: string | null;
  readAt: Date | null;
  disabled: boolean;
  quiet: QuietHours | null;
  timeZone: string;
}

export class Outbox {
  readonly #alarm: Alarm;
  readonly #busy = new Set<Promise<void>>();

  constructor(private readonly store: Store, private readonly options: OutboxOptions) {
    const { clock, failed } = options;
    this.#alarm = new Alarm({ clock, failed, work: () => this.#work() });
  }

  wake(at: number): void {
    this.#alarm.wake(at);
  }

  /** One look now, and all that it begins. */
  async once(): Promise<void> {
    await this.#work();
    await Promise.all(this.#busy);
  }

  async stop(): Promise<void> {
    await this.#alarm.stop();
    await Promise.all(this.#busy);
  }

  async #work(): Promise<Shift> {
    const { abreast, clock, channel, failed } = this.options;
    const free = abreast - this.#busy.size;
    // Each try that ends wakes us.
    if (free <= 0) return { again: false, next: null };
    const now = clock.now();
    const rows = await this.#claim(now, free);
    for (const row of rows) {
      const work = this.#deliver(row).catch(failed).finally(() => {
        this.#busy.delete(work);
        this.#alarm.wake(clock.now());
      });
      this.#busy.add(work);
    }
    if (rows.length > 0) return { again: rows.length < free, next: null };
    const { rows: [next] } = await sql<{ at: Date }>`select next_at as at from notice_deliveries
      where state = 'scheduled' and notice_id is not null and channel <> 'app' and channel = ${channel}
        and (claimed_until is null or claimed_until < ${new Date(now)}) order by next_at limit 1`.execute(
      this.store.db,
    );
    return { again: false, next: next?.at.getTime() ?? null };
  }

  async #claim(now: number, limit: number): Promise<Row[]> {
    const { channel } = this.options;
    const at = new Date(now);
    const { rows } = await sql<Row>`
      with due as (
        select id from notice_deliveries where state = 'scheduled' and notice_id is not null and channel <> 'app'
          and channel = ${channel} and next_at <= ${at} and (claimed_until is null or claimed_until < ${at})
        order by next_at limit ${limit} for update skip locked
      ), mine as (
        update notice_deliveries d set claimed_until = ${new Date(now + CLAIM_MS)} from due where d.id = due.id
        returning d.id, d.notice_id, d.user_id, d.reason, d.attempts
      )
      select m.id, m.notice_id as notice, m.user_id as "user", m.reason, m.attempts, u.email, u.locale, n.kind, n.data,
        n.link, n.told_at as "toldAt", n.read_at as "readAt", u.disabled_at is not null as disabled, p.quiet,
        s.time_zone as "timeZone"
      from mine m join notices n on n.id = m.notice_id join users u on u.id = m.user_id
        left join notice_preferences p on p.user_id = m.user_id cross join site_settings s`.execute(this.store.db);
    return rows;
  }

  async #deliver(row: Row): Promise<void> {
    const { clock, send, channel } = this.options;
    const now = clock.now();
    if (row.disabled || !isNoticeKind(row.kind)) {
      return await this.#settle(row, { state: "cancelled", reason: "disabled" });
    }
    // Held back or tried before, and meanwhile read in the console: it would only repeat what is known.
    if (row.readAt && row.reason) return await this.#settle(row, { state: "cancelled", reason: "read" });
    const free = row.kind === "reminder" && row.quiet?.reminders;
    const until = row.quiet && !free ? quietUntil(row.quiet, now, row.timeZone) : null;
    if (until !== null) return await this.#settle(row, { state: "scheduled", reason: "quiet", next: until });
    const attempt = await send({ ...row, kind: row.kind, toldAt: row.toldAt.getTime() });
    const attempts = row.attempts + 1;
    if (attempt.failure === null) {
      return await this.#settle(row, { state: "delivered", reason: null, attempts, delivered: clock.now() });
    }
    const more = attempt.retry && attempts < MOST_TRIES[channel];
    const pause = more ? pauseAfter(attempts, (this.options.random ?? Math.random)()) : null;
    if (pause === null) return await this.#settle(row, { state: "failed", reason: attempt.failure, attempts });
    await this.#settle(row, { state: "scheduled", reason: attempt.failure, attempts, next: clock.now() + pause });
  }

  async #settle(
    row: Row,
    to: {
      state: "scheduled" | "delivered" | "failed" | "cancelled";
      reason: string | null;
      attempts?: number;
      next?: number;
      delivered?: number;
    },
  ): Promise<void> {
    await this.store.db.updateTable("notice_deliveries").set({
      state: to.state,
      reason: to.reason,
      claimed_until: null,
      ...(to.attempts === undefined ? {} : { attempts: to.attempts }),
      ...(to.next === undefined ? {} : { next_at: new Date(to.next) }),
      ...(to.delivered === undefined ? {} : { delivered_at: new Date(to.delivered) }),
    }).where("id", "=", row.id).where("state", "=", "scheduled").execute();
  }
}
